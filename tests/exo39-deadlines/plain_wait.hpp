// For wrong answers: what is done with a socket, and until when, as the
// reference has it.
#pragma once

#include <asio/buffer.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <utility>
#include <variant>
#include <workbook/asio.hpp>

#include "deadlines.hpp"

namespace exo39::plain {

using namespace asio::experimental::awaitable_operators;

inline constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// Awaits `work`, and cancels it at the deadline. `work` returns its error: ||
// would forget one that it throws until the timer rings.
inline asio::awaitable<void> in_time(asio::awaitable<asio::error_code> work,
                                     Deadline deadline) {
  asio::steady_timer timer(co_await asio::this_coro::executor, deadline);
  const auto first = co_await (std::move(work) || timer.async_wait(as_result));
  asio::error_code error;
  if (first.index() == 0) {
    error = std::get<0>(first);
  } else {
    // The wait fails if the caller cancels: then nothing was late.
    error = std::get<0>(std::get<1>(first));
    if (!error) error = asio::error::timed_out;
  }
  if (error) throw asio::system_error(error);
}

inline asio::awaitable<asio::error_code> connect(tcp::socket& socket,
                                                 tcp::endpoint endpoint) {
  const auto [error] = co_await socket.async_connect(endpoint, as_result);
  co_return error;
}

inline asio::awaitable<asio::error_code> write(tcp::socket& socket,
                                               const std::string& line) {
  const auto [error, size] =
      co_await asio::async_write(socket, asio::buffer(line), as_result);
  co_return error;
}

}  // namespace exo39::plain
