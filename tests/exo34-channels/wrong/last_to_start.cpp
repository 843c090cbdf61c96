// Lets the last to start bring the end, not the last to finish.
// breaks: "The waiter counts itself out of `shift` once, however it finishes,
//   and not before"
// step: 3
// lesson: first-one-ends-it
#include "channels.hpp"

#include <asio/use_awaitable.hpp>
#include <exception>

asio::awaitable<void> exo34::wait_tables(Room room, Shift& shift) {
  const bool last = --shift.waiters == 0;
  std::exception_ptr failure;
  try {
    while (auto order = co_await room())
      co_await shift.pass.async_send(asio::error_code{}, *order,
                                     asio::use_awaitable);
  } catch (...) {
    failure = std::current_exception();
  }
  if (last)
    co_await shift.pass.async_send(asio::error::eof, Order(),
                                   asio::as_tuple(asio::use_awaitable));
  if (failure) std::rethrow_exception(failure);
}
