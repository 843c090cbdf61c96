// Tries the parking again if it fails.
// breaks: "it calls `park` once, and awaits it to the end"
// step: 4
// lesson: parks-again
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
  co_await asio::this_coro::reset_cancellation_state();
  bool parked = false;
  try {
    co_await park();
    parked = true;
  } catch (...) {
  }
  if (!parked) co_await park();
  std::rethrow_exception(end);
}
