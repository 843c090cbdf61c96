// When it fails, sends away the others who wait at the pass.
// breaks: "does not disturb the others at the pass"
// step: 3
// lesson: close-is-not-the-end
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
    shift.pass.cancel();
  }
  if (--shift.waiters == 0)
    co_await shift.pass.async_send(asio::error::eof, Order(),
                                   asio::as_tuple(asio::use_awaitable));
  if (failure) std::rethrow_exception(failure);
}
