// Collects all orders before it sends the first.
// breaks: "before the room is asked for the next"
// step: 1
// lesson: sends-too-late
#include "channels.hpp"

#include <asio/use_awaitable.hpp>
#include <vector>

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  std::vector<Order> orders;
  while (auto order = co_await room()) orders.push_back(*order);
  for (const auto& order : orders)
    co_await pass.async_send(asio::error_code{}, order, asio::use_awaitable);
  co_await pass.async_send(asio::error::eof, Order(), asio::use_awaitable);
}
