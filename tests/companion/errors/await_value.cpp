// co_await of a plain value.
// explained: not-awaitable
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

std::string name();

asio::awaitable<std::string> start() {
  const std::string value = co_await name();
  co_return value;
}
