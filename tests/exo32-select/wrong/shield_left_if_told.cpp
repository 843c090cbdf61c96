// Shields the parking from a second order, and leaves the shield up if there
// has been a first one.
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
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    co_await asio::this_coro::reset_cancellation_state(
        asio::disable_cancellation());
  co_await park();
  std::rethrow_exception(end);
}
