// An operation without a completion token.
// explained: no-completion-token
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

asio::awaitable<void> start(asio::steady_timer& timer) {
  co_await timer.async_wait();
}
