// Watches the clock, and lets the others in between two looks.
// breaks: "nothing watches the clock"
// step: 1
// lesson: never-rests
#include "hello_async.hpp"

#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  const auto end = std::chrono::steady_clock::now() + duration;
  while (std::chrono::steady_clock::now() < end)
    co_await asio::post(asio::use_awaitable);
}
