// Asks the room once more when it has failed.
// breaks: "and the room is not asked again"
// step: 1
// lesson: asked-again
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/use_awaitable.hpp>
#include <optional>

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  for (;;) {
    std::optional<Order> order;
    bool failed = false;
    try {
      order = co_await room();
    } catch (...) {
      failed = true;
    }
    if (failed) order = co_await room();
    if (!order) break;
    co_await pass.async_send(asio::error_code{}, *order, asio::use_awaitable);
  }
  co_await pass.async_send(asio::error::eof, Order(), asio::use_awaitable);
}
