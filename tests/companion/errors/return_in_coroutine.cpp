// return, where a coroutine says co_return.
// explained: return-in-coroutine
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

asio::awaitable<int> price();

asio::awaitable<int> twice() {
  const int value = co_await price();
  static_cast<void>(value);
  return price();
}
