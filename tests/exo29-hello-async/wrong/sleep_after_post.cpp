// Lets the others go first, then sleeps all the same.
// step: 1
// lesson: blocks-the-thread
#include "hello_async.hpp"

#define pause reference_pause
#include <solutions/exo29-hello-async/hello_async.cpp>
#undef pause

#include <asio/post.hpp>
#include <thread>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  co_await asio::post(asio::use_awaitable);
  std::this_thread::sleep_for(duration);
}
