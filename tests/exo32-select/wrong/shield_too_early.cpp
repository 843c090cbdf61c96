// Shields the whole shift from cancellation, not the parking alone.
// breaks: "Cancelled, it begins no further ride"
// step: 4
// lesson: carries-on
#include "select.hpp"

#include <asio/this_coro.hpp>
#include <exception>

asio::awaitable<void> exo32::night_shift(Task ride, Task park) {
  co_await asio::this_coro::reset_cancellation_state(
      asio::disable_cancellation());
  std::exception_ptr end;
  try {
    for (;;) co_await ride();
  } catch (...) {
    end = std::current_exception();
  }
  co_await park();
  std::rethrow_exception(end);
}
