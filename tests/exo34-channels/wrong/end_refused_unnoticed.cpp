// Does not look whether the pass has accepted the end.
// breaks: "What the pass fails with leaves, with its error code"
// step: 1
// lesson: send-failed-unnoticed
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  while (auto order = co_await room())
    co_await pass.async_send(asio::error_code{}, *order, asio::use_awaitable);
  co_await pass.async_send(asio::error::eof, Order(),
                           asio::as_tuple(asio::use_awaitable));
}
