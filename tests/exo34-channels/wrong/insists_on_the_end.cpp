// Brings the end even when told to stop, and waits for a place.
// breaks: "Cancelled, it does not wait for a place for the end of the service"
// step: 3
// lesson: deaf-to-stop
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/this_coro.hpp>
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
  co_await asio::this_coro::reset_cancellation_state();
  if (--shift.waiters == 0)
    co_await shift.pass.async_send(asio::error::eof, Order(),
                                   asio::as_tuple(asio::use_awaitable));
  if (failure) std::rethrow_exception(failure);
}
