// Cancelled, it throws an exception of its own.
// breaks: "Cancelled, it throws asio::error::operation_aborted, and at once."
// step: 1
// lesson: does-not-stop
#include "hello_async.hpp"

#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <stdexcept>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor, duration);
  try {
    co_await timer.async_wait(asio::use_awaitable);
  } catch (const asio::system_error&) {
    throw std::runtime_error("the pause was cancelled");
  }
}
