// Sends the end, and does not wait until it has found a place.
// breaks: "it returns when that lies on the pass, or has been taken, and not
//   before"
// step: 3
// lesson: end-not-awaited
#include "channels.hpp"

#include <asio/detached.hpp>
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
    shift.pass.async_send(asio::error::eof, Order(), asio::detached);
  if (failure) std::rethrow_exception(failure);
}
