// Sends an empty order to mean the end.
// breaks: "one end of the service is brought, behind the last order"
// step: 1
// lesson: magic-order
#include "channels.hpp"

#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  while (auto order = co_await room())
    co_await pass.async_send(asio::error_code{}, *order, asio::use_awaitable);
  co_await pass.async_send(asio::error_code{}, "", asio::use_awaitable);
}
