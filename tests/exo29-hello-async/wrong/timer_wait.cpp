// Uses Asio's timer, but its blocking wait.
// step: 1
// lesson: blocks-the-thread
#include "hello_async.hpp"

#define pause reference_pause
#include <solutions/exo29-hello-async/hello_async.cpp>
#undef pause

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor, duration);
  timer.wait();
}
