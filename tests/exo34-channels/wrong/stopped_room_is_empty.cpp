// Returns, when told to stop, as if all orders had been taken.
// breaks: "Cancelled, it throws as soon as what it awaits has ended, and the
//   room is not asked again"
// step: 1
// lesson: deaf-to-stop
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/use_awaitable.hpp>
#include <optional>

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  for (;;) {
    std::optional<Order> order;
    try {
      order = co_await room();
    } catch (const asio::system_error& error) {
      if (error.code() == asio::error::operation_aborted) co_return;
      throw;
    }
    if (!order) break;
    co_await pass.async_send(asio::error_code{}, *order, asio::use_awaitable);
  }
  co_await pass.async_send(asio::error::eof, Order(), asio::use_awaitable);
}
