// Watches the clock, and lets the others in between two looks.
// step: 1
// lesson: never-rests
#include "hello_async.hpp"

#define pause reference_pause
#include <solutions/exo29-hello-async/hello_async.cpp>
#undef pause

#include <asio/post.hpp>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  const auto end = std::chrono::steady_clock::now() + duration;
  while (std::chrono::steady_clock::now() < end)
    co_await asio::post(asio::use_awaitable);
}
