// asio::this_coro::executor without co_await.
// explained: executor-not-awaited
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>

using namespace std::chrono_literals;
asio::awaitable<void> nap() {
  asio::steady_timer timer(asio::this_coro::executor, 20ms);
  co_await timer.async_wait(asio::use_awaitable);
}
