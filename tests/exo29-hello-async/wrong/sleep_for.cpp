// Sleeps: the coroutine waits, and so does everyone on its thread.
// breaks: "It does not sleep, not for a millisecond"
// step: 1
// lesson: blocks-the-thread
#include "hello_async.hpp"

#include <thread>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  std::this_thread::sleep_for(duration);
  co_return;
}
