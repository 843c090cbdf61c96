// Takes an empty order for the end.
// breaks: "Each order is cooked once, as it is"
// step: 1
// lesson: magic-order
#include "channels.hpp"

#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::cook_orders(Pass& pass, Cook cook) {
  for (;;) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (order.empty()) co_return;
    if (error) throw asio::system_error(error);
    co_await cook(order);
  }
}
