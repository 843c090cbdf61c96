// Looks for a cancellation every ten milliseconds only.
// breaks: "Cancelled, it throws asio::error::operation_aborted, and at once."
// step: 1
// lesson: does-not-stop
#include "hello_async.hpp"

#include <algorithm>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  const auto end = std::chrono::steady_clock::now() + duration;
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (std::chrono::steady_clock::now() < end) {
    timer.expires_at(
        std::min(end, std::chrono::steady_clock::now() + Milliseconds(10)));
    co_await timer.async_wait(asio::bind_cancellation_slot(
        asio::cancellation_slot(), asio::use_awaitable));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw asio::system_error(asio::error::operation_aborted);
  }
}
