// Takes a slot of its own, and hears of no cancellation.
// breaks: "Cancelled, it throws asio::error::operation_aborted, and at once."
// step: 1
// lesson: does-not-stop
#include "hello_async.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor, duration);
  co_await timer.async_wait(asio::bind_cancellation_slot(
      asio::cancellation_slot(), asio::use_awaitable));
}
