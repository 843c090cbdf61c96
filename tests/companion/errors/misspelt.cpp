// A name that nothing has.
// explained: unknown-name
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

asio::awaitable<void> start(asio::steady_timer& timer) {
  co_await timr.async_wait(asio::use_awaitable);
}
