// For wrong answers: a bell that is right, for those who wait until something
// has changed.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <system_error>
#include <workbook/asio.hpp>

namespace exo41::plain {

struct Bell {
  explicit Bell(const asio::any_io_executor& executor)
      : timer(executor, asio::steady_timer::time_point::max()) {}

  void ring() { timer.cancel(); }
  void ring_for_one() { timer.cancel_one(); }

  // Until it rings, or the wait is cancelled: the caller looks which.
  auto wait() { return timer.async_wait(asio::as_tuple(asio::use_awaitable)); }
  // Until it rings; cancelled, throws. If both happen in one moment it throws,
  // too: whoever was told to stop must not take a line along.
  asio::awaitable<void> hear() {
    co_await wait();
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw std::system_error(asio::error::operation_aborted);
  }

  asio::steady_timer timer;  // never expires, is only cancelled
};

}  // namespace exo41::plain
