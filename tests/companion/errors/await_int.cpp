// co_await of a plain value.
// explained: not-awaitable
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

int price();

asio::awaitable<int> start() {
  const int value = co_await price();
  co_return value;
}
