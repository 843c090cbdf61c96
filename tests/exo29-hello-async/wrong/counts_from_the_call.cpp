// An ordinary function: its time begins when it is called.
// breaks: "It ends when `duration` has passed since it was awaited"
// step: 1
// lesson: wrong-duration
#include "hello_async.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

namespace {
asio::awaitable<void> until(std::chrono::steady_clock::time_point end) {
  asio::steady_timer timer(co_await asio::this_coro::executor, end);
  co_await timer.async_wait(asio::use_awaitable);
}
}  // namespace

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  return until(std::chrono::steady_clock::now() + duration);
}
