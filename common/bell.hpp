// A bell: coroutines wait for it, and ring() wakes all that wait now.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

namespace workbook {

// For one thread. A timer that never expires serves as the bell: cancelling it
// ends the waits.
class Bell {
 public:
  explicit Bell(asio::any_io_executor executor)
      : timer_(executor, asio::steady_timer::time_point::max()) {}

  void ring() { timer_.cancel(); }

  // Throws if it is not the bell that ended the wait, but a cancellation.
  asio::awaitable<void> wait() {
    asio::error_code ignored;
    co_await timer_.async_wait(
        asio::redirect_error(asio::use_awaitable, ignored));
    co_await asio::this_coro::throw_if_cancelled();
  }

 private:
  asio::steady_timer timer_;
};

}  // namespace workbook
