// Awaits a timer that was never told a time.
// breaks: "It ends when `duration` has passed since it was awaited"
// step: 1
// lesson: timer-not-set
#include "hello_async.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo29::pause(Milliseconds) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  co_await timer.async_wait(asio::use_awaitable);
}
