// A part of Asio whose header is not included.
// explained: missing-header
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

asio::awaitable<void> start() {
  asio::signal_set signals(co_await asio::this_coro::executor, 1);
  co_await signals.async_wait(asio::use_awaitable);
}
