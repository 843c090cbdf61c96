// Sends the end, and does not wait until it has found a place.
// breaks: "Returns when that end lies on the pass, or has been taken, and not
//   before"
// step: 1
// lesson: end-not-awaited
#include "channels.hpp"

#include <asio/detached.hpp>
#include <asio/error.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  while (auto order = co_await room())
    co_await pass.async_send(asio::error_code{}, *order, asio::use_awaitable);
  pass.async_send(asio::error::eof, Order(), asio::detached);
}
