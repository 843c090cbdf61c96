// Closes the pass when the end has been brought.
// breaks: "The pass stays open, and the others at it are not disturbed"
// step: 1
// lesson: close-is-not-the-end
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  while (auto order = co_await room())
    co_await pass.async_send(asio::error_code{}, *order, asio::use_awaitable);
  co_await pass.async_send(asio::error::eof, Order(), asio::use_awaitable);
  pass.close();
}
