// One timer for every pause: each new one cancels the others.
// breaks: "Any number of pauses go on side by side, each with a duration of its
//   own"
// step: 1
// lesson: shared-timer
#include "hello_async.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <memory>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  static std::unique_ptr<asio::steady_timer> timer;
  if (!timer)
    timer = std::make_unique<asio::steady_timer>(
        co_await asio::this_coro::executor);
  timer->expires_after(duration);
  co_await timer->async_wait(asio::use_awaitable);
  timer.reset();
}
