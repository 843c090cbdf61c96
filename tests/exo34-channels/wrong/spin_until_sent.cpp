// Tries until there is room, and keeps the thread meanwhile.
// step: 1
// lesson: orders-lost
#include "channels.hpp"

#define take_orders reference_take_orders
#include <solutions/exo34-channels/channels.cpp>
#undef take_orders

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  while (auto order = co_await room())
    while (!pass.try_send(asio::error_code{}, *order)) {
    }
  co_await pass.async_send(asio::error::eof, Order(), asio::use_awaitable);
}
