// Parks, and ends as if nothing had happened.
// breaks: "Then it throws what ended the rides: the very exception of the
//   ride, or asio::error::operation_aborted if it was cancelled."
// step: 4
// lesson: end-swallowed
#include "select.hpp"

#include <asio/this_coro.hpp>

asio::awaitable<void> exo32::night_shift(Task ride, Task park) {
  try {
    for (;;) co_await ride();
  } catch (...) {
  }
  co_await asio::this_coro::reset_cancellation_state();
  co_await park();
}
