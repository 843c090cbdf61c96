// The exception that ends the rides jumps over the parking.
// breaks: "When it was cancelled, or a ride has thrown, whatever that threw,
//   it parks the cab"
// step: 4
// lesson: clean-up-skipped
#include "select.hpp"

#include <asio/this_coro.hpp>

asio::awaitable<void> exo32::night_shift(Task ride, Task park) {
  auto state = co_await asio::this_coro::cancellation_state;
  while (state.cancelled() == asio::cancellation_type::none) {
    co_await ride();
    state = co_await asio::this_coro::cancellation_state;
  }
  co_await asio::this_coro::reset_cancellation_state();
  co_await park();
  throw asio::system_error(asio::error::operation_aborted);
}
