// Tries until there is room, and keeps the thread meanwhile.
// breaks: "Each order comes to the pass once"
// step: 1
// lesson: orders-lost
#include "channels.hpp"

#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  while (auto order = co_await room())
    while (!pass.try_send(asio::error_code{}, *order)) {
    }
  co_await pass.async_send(asio::error::eof, Order(), asio::use_awaitable);
}
