// Passes over an error of the pass, and goes on.
// breaks: "Any other error of the pass leaves, with its error code"
// step: 1
// lesson: every-error-is-the-end
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::cook_orders(Pass& pass, Cook cook) {
  for (;;) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof) co_return;
    if (error) continue;
    co_await cook(order);
  }
}
