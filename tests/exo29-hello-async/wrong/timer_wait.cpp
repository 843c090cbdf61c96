// Uses Asio's timer, but its blocking wait.
// breaks: "Meanwhile the thread is free."
// step: 1
// lesson: blocks-the-thread
#include "hello_async.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor, duration);
  timer.wait();
}
