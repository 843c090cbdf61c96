// Watches the clock until the time is over.
// breaks: "nothing watches the clock"
// step: 1
// lesson: blocks-the-thread
#include "hello_async.hpp"

#include <chrono>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  const auto end = std::chrono::steady_clock::now() + duration;
  while (std::chrono::steady_clock::now() < end) {
  }
  co_return;
}
