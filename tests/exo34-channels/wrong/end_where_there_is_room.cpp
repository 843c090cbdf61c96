// Drops the end of the service when the pass is full.
// breaks: "Only the last to finish brings the end of the service"
// step: 3
// lesson: no-end
#include "channels.hpp"

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
  if (--shift.waiters == 0) shift.pass.try_send(asio::error::eof, Order());
  if (failure) std::rethrow_exception(failure);
}
