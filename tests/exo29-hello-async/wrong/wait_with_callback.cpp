// Starts the wait with a callback, and does not wait for it.
// breaks: "It ends when `duration` has passed since it was awaited"
// step: 1
// lesson: returns-at-once
#include "hello_async.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor, duration);
  timer.async_wait([](asio::error_code) {});
}
