// Lets the others go first, then sleeps all the same.
// breaks: "It does not sleep, not for a millisecond"
// step: 1
// lesson: blocks-the-thread
#include "hello_async.hpp"

#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <thread>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  co_await asio::post(asio::use_awaitable);
  std::this_thread::sleep_for(duration);
}
