// Starts each send, and does not wait for it.
// breaks: "and before the room is asked for the next"
// step: 1
// lesson: orders-lost
#include "channels.hpp"

#include <asio/detached.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  while (auto order = co_await room())
    pass.async_send(asio::error_code{}, *order, asio::detached);
  co_await pass.async_send(asio::error::eof, Order(), asio::use_awaitable);
}
