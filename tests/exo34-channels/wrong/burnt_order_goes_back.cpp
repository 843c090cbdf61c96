// Puts the order of a failed dish back on the pass.
// breaks: "Each order is cooked once"
// step: 1
// lesson: asked-again
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::cook_orders(Pass& pass, Cook cook) {
  for (;;) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof) co_return;
    if (error) throw asio::system_error(error);
    try {
      co_await cook(order);
    } catch (...) {
      pass.try_send(asio::error_code(), order);
      throw;
    }
  }
}
