// A short wait is not worth a timer: it sleeps.
// breaks: "It does not sleep, not for a millisecond"
// step: 1
// lesson: blocks-the-thread
#include "hello_async.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <thread>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  if (duration < Milliseconds(5)) {
    std::this_thread::sleep_for(duration);
    co_return;
  }
  asio::steady_timer timer(co_await asio::this_coro::executor, duration);
  co_await timer.async_wait(asio::use_awaitable);
}
