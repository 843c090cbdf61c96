// Cooks the order that comes with the end, unless it is empty.
// breaks: "does not cook what comes along with it"
// step: 1
// lesson: end-was-cooked
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::cook_orders(Pass& pass, Cook cook) {
  for (;;) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof) {
      if (!order.empty()) co_await cook(order);
      co_return;
    }
    if (error) throw asio::system_error(error);
    co_await cook(order);
  }
}
