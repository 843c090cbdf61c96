// A part of Asio that is newer than the one here.
// explained: newer-asio
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

asio::awaitable<void> start(asio::steady_timer& timer) {
  co_await timer.async_wait(
      asio::cancel_after(std::chrono::seconds(1), asio::use_awaitable));
}
