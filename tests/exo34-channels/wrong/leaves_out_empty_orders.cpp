// Leaves out the orders that are empty.
// breaks: "Each order comes to the pass once, as it is"
// step: 1
// lesson: empty-counts-too
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  while (auto order = co_await room())
    if (!order->empty())
      co_await pass.async_send(asio::error_code{}, *order, asio::use_awaitable);
  co_await pass.async_send(asio::error::eof, Order(), asio::use_awaitable);
}
