// A call that nobody awaits.
// explained: forgot-co-await
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

asio::awaitable<void> work();

asio::awaitable<void> start() {
  work();
  co_return;
}
