// Asks the room twice whether that was all.
// breaks: "When the room has no more, it is not asked again"
// step: 1
// lesson: asked-again
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  for (;;) {
    auto order = co_await room();
    if (!order) order = co_await room();
    if (!order) break;
    co_await pass.async_send(asio::error_code{}, *order, asio::use_awaitable);
  }
  co_await pass.async_send(asio::error::eof, Order(), asio::use_awaitable);
}
