// Tries until there is room, and lets the others in between two tries.
// step: 1
// lesson: never-rests
#include "channels.hpp"

#define take_orders reference_take_orders
#include <solutions/exo34-channels/channels.cpp>
#undef take_orders

#include <asio/post.hpp>

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  while (auto order = co_await room())
    while (!pass.try_send(asio::error_code{}, *order))
      co_await asio::post(asio::use_awaitable);
  co_await pass.async_send(asio::error::eof, Order(), asio::use_awaitable);
}
