// Does not look whether the order was accepted.
// breaks: "What the pass fails with leaves, with its error code, and the room
//   is not asked again"
// step: 3
// lesson: send-failed-unnoticed
#include "channels.hpp"

#include <asio/use_awaitable.hpp>
#include <exception>

asio::awaitable<void> exo34::wait_tables(Room room, Shift& shift) {
  std::exception_ptr failure;
  try {
    while (auto order = co_await room())
      co_await shift.pass.async_send(asio::error_code{}, *order,
                                     asio::as_tuple(asio::use_awaitable));
  } catch (...) {
    failure = std::current_exception();
  }
  if (--shift.waiters == 0)
    co_await shift.pass.async_send(asio::error::eof, Order(),
                                   asio::as_tuple(asio::use_awaitable));
  if (failure) std::rethrow_exception(failure);
}
