// For wrong answers: a moment, and a wait at a timer, that are right.
#pragma once

#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <system_error>
#include <workbook/asio.hpp>

#include "streams.hpp"

namespace exo45::plain {

using Clock = asio::steady_timer::clock_type;

// Until somebody cancels the timer, or it expires. Throws if we are told to
// stop.
inline asio::awaitable<void> wait_at(asio::steady_timer& timer) {
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw std::system_error(asio::error::operation_aborted);
}

// The moment so long after now, or the last one that there is: a pause may be
// as long as Milliseconds can be.
inline Clock::time_point from_now(Milliseconds pause) {
  const auto now = Clock::now();
  constexpr auto never = Clock::time_point::max();
  const auto most = std::chrono::floor<Milliseconds>(never - now);
  return pause < most ? now + pause : never;
}

}  // namespace exo45::plain
