// Closes the pass at the end of the service.
// breaks: "The pass stays open, and what lies or waits behind the end"
// step: 1
// lesson: close-is-not-the-end
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::cook_orders(Pass& pass, Cook cook) {
  for (;;) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof) {
      pass.close();
      co_return;
    }
    if (error) throw asio::system_error(error);
    co_await cook(order);
  }
}
