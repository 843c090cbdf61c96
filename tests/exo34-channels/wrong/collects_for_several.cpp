// One of several collects all orders before it sends the first.
// breaks: "Each order comes to the pass once, as it is, and before the room is
//   asked for the next"
// step: 3
// lesson: sends-too-late
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <vector>

asio::awaitable<void> exo34::wait_tables(Room room, Shift& shift) {
  std::exception_ptr failure;
  try {
    std::vector<Order> orders;
    while (auto order = co_await room()) orders.push_back(*order);
    for (const auto& order : orders)
      co_await shift.pass.async_send(asio::error_code{}, order,
                                     asio::use_awaitable);
  } catch (...) {
    failure = std::current_exception();
  }
  if (--shift.waiters == 0)
    co_await shift.pass.async_send(asio::error::eof, Order(),
                                   asio::as_tuple(asio::use_awaitable));
  if (failure) std::rethrow_exception(failure);
}
