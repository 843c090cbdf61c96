// Shields the parking from cancellation, and never takes the shield down.
// breaks: "Afterwards, its caller can be told to stop as before."
// step: 4
// lesson: caller-left-deaf
#include "select.hpp"

#include <asio/this_coro.hpp>
#include <exception>

asio::awaitable<void> exo32::night_shift(Task ride, Task park) {
  std::exception_ptr end;
  try {
    for (;;) co_await ride();
  } catch (...) {
    end = std::current_exception();
  }
  co_await asio::this_coro::reset_cancellation_state(
      asio::disable_cancellation());
  co_await park();
  std::rethrow_exception(end);
}
