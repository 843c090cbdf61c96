// Clears the pass behind the end of the service.
// breaks: "what lies or waits behind the end stays there"
// step: 1
// lesson: behind-the-end
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::cook_orders(Pass& pass, Cook cook) {
  for (;;) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof) {
      while (pass.try_receive([](asio::error_code, Order) {})) {
      }
      co_return;
    }
    if (error) throw asio::system_error(error);
    co_await cook(order);
  }
}
