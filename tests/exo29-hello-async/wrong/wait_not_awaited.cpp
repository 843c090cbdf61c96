// Describes the wait and never awaits it.
// step: 1
// lesson: returns-at-once
#include "hello_async.hpp"

#define pause reference_pause
#include <solutions/exo29-hello-async/hello_async.cpp>
#undef pause

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor, duration);
  timer.async_wait(asio::use_awaitable);
}
