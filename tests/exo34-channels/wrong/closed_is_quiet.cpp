// Goes home quietly when the pass has closed.
// breaks: "What the pass fails with leaves, with its error code"
// step: 1
// lesson: send-failed-unnoticed
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  while (auto order = co_await room()) {
    auto [error] = co_await pass.async_send(
        asio::error_code{}, *order, asio::as_tuple(asio::use_awaitable));
    if (error) co_return;
  }
  co_await pass.async_send(asio::error::eof, Order(), asio::use_awaitable);
}
