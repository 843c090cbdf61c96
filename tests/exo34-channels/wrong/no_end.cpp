// Stops sending, and tells nobody that it was the end.
// step: 1
// lesson: no-end
#include "channels.hpp"

#define take_orders reference_take_orders
#include <solutions/exo34-channels/channels.cpp>
#undef take_orders

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  while (auto order = co_await room())
    co_await pass.async_send(asio::error_code{}, *order, asio::use_awaitable);
}
