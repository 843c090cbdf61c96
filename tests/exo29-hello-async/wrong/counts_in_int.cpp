// Keeps the milliseconds in an int, which holds 24 days.
// breaks: "not sooner, not later, be it a millisecond or days"
// step: 1
// lesson: timer-not-set
#include "hello_async.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  const int milliseconds = static_cast<int>(duration.count());
  asio::steady_timer timer(co_await asio::this_coro::executor,
                           Milliseconds(milliseconds));
  co_await timer.async_wait(asio::use_awaitable);
}
