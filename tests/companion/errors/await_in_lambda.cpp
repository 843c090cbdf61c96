// co_await in a lambda that does not say what it returns.
// explained: await-outside-coroutine
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

asio::awaitable<int> work();

void start() {
  auto job = [] { co_return co_await work(); };
  job();
}
