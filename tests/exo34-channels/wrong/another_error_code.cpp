// Throws an error code of its own for whatever the pass fails with.
// breaks: "Any other error of the pass leaves, with its error code"
// step: 1
// lesson: another-exception
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::cook_orders(Pass& pass, Cook cook) {
  for (;;) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof) co_return;
    if (error) throw asio::system_error(asio::error::broken_pipe);
    co_await cook(order);
  }
}
