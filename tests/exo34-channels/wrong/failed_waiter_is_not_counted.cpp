// A waiter who fails is not counted out.
// breaks: "The waiter counts itself out of `shift` once, however it finishes"
// step: 3
// lesson: no-end-after-failure
#include "channels.hpp"

#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::wait_tables(Room room, Shift& shift) {
  while (auto order = co_await room())
    co_await shift.pass.async_send(asio::error_code{}, *order,
                                   asio::use_awaitable);
  if (--shift.waiters == 0)
    co_await shift.pass.async_send(asio::error::eof, Order(),
                                   asio::use_awaitable);
}
