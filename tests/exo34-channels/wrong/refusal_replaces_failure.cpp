// Throws that the end was refused, and forgets what had failed before.
// breaks: "What the room fails with leaves, as it came, even if the end is
//   refused"
// step: 3
// lesson: another-exception
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>

asio::awaitable<void> exo34::wait_tables(Room room, Shift& shift) {
  std::exception_ptr failure;
  try {
    while (auto order = co_await room())
      co_await shift.pass.async_send(asio::error_code{}, *order,
                                     asio::use_awaitable);
  } catch (...) {
    failure = std::current_exception();
  }
  if (--shift.waiters == 0)
    co_await shift.pass.async_send(asio::error::eof, Order(),
                                   asio::use_awaitable);
  if (failure) std::rethrow_exception(failure);
}
