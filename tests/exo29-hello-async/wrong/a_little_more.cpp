// Waits a millisecond more, to be on the safe side.
// breaks: "not sooner, not later, be it a millisecond or days"
// step: 1
// lesson: wrong-duration
#include "hello_async.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor,
                           duration + Milliseconds(1));
  co_await timer.async_wait(asio::use_awaitable);
}
