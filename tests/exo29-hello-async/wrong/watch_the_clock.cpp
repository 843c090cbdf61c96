// Watches the clock until the time is over.
// step: 1
// lesson: blocks-the-thread
#include "hello_async.hpp"

#define pause reference_pause
#include <solutions/exo29-hello-async/hello_async.cpp>
#undef pause

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  const auto end = std::chrono::steady_clock::now() + duration;
  while (std::chrono::steady_clock::now() < end) {
  }
  co_return;
}
