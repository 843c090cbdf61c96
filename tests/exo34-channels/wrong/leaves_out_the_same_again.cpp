// Leaves out an order that is the same as the one before.
// breaks: "Each order comes to the pass once, as it is"
// step: 1
// lesson: empty-counts-too
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/use_awaitable.hpp>
#include <optional>

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  std::optional<Order> last;
  while (auto order = co_await room()) {
    if (order == last) continue;
    last = order;
    co_await pass.async_send(asio::error_code{}, *order, asio::use_awaitable);
  }
  co_await pass.async_send(asio::error::eof, Order(), asio::use_awaitable);
}
