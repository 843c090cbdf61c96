// The value of an awaitable that nobody awaited.
// explained: awaitable-is-no-value
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

asio::awaitable<int> price();

asio::awaitable<int> twice() {
  int value = price();
  co_return 2 * value;
}
