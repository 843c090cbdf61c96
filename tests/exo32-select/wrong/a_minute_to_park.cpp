// Gives the parking a minute.
// breaks: "it calls `park` once, and awaits it to the end"
// step: 4
// lesson: clean-up-interrupted
#include "select.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exception>

using namespace asio::experimental::awaitable_operators;

asio::awaitable<void> exo32::night_shift(Task ride, Task park) {
  std::exception_ptr end;
  try {
    for (;;) co_await ride();
  } catch (...) {
    end = std::current_exception();
  }
  co_await asio::this_coro::reset_cancellation_state();
  asio::steady_timer minute(co_await asio::this_coro::executor,
                            std::chrono::minutes(1));
  co_await (park() || minute.async_wait(asio::use_awaitable));
  std::rethrow_exception(end);
}
