// An awaitable awaited by name, which would copy it.
// explained: copied-awaitable
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

asio::awaitable<int> price();

asio::awaitable<int> start() {
  auto later = price();
  co_return co_await later;
}
