// Takes a room that fails for a room that is empty.
// step: 1
// lesson: failure-lost
#include "channels.hpp"

#define take_orders reference_take_orders
#include <solutions/exo34-channels/channels.cpp>
#undef take_orders

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  try {
    while (auto order = co_await room())
      co_await pass.async_send(asio::error_code{}, *order, asio::use_awaitable);
  } catch (const std::exception&) {
  }
  co_await pass.async_send(asio::error::eof, Order(), asio::use_awaitable);
}
