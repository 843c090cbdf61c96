// co_await in a catch block.
// explained: await-in-catch
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

asio::awaitable<void> work();
asio::awaitable<void> mend();

asio::awaitable<void> both() {
  try {
    co_await work();
  } catch (...) {
    co_await mend();
  }
}
