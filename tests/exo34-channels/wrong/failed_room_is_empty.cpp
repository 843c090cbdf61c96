// Takes a room that fails for a room that is empty.
// breaks: "What the room fails with leaves, as it came"
// step: 1
// lesson: failure-lost
#include "channels.hpp"

#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  try {
    while (auto order = co_await room())
      co_await pass.async_send(asio::error_code{}, *order, asio::use_awaitable);
  } catch (const std::exception&) {
  }
  co_await pass.async_send(asio::error::eof, Order(), asio::use_awaitable);
}
