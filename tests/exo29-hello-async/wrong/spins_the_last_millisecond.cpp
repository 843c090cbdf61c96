// Watches the clock for the last millisecond, for precision.
// breaks: "nothing watches the clock"
// step: 1
// lesson: blocks-the-thread
#include "hello_async.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <thread>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  const auto end = std::chrono::steady_clock::now() + duration;
  asio::steady_timer timer(co_await asio::this_coro::executor,
                           end - Milliseconds(1));
  co_await timer.async_wait(asio::use_awaitable);
  while (std::chrono::steady_clock::now() < end) std::this_thread::yield();
}
