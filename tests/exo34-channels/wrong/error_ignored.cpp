// Does not look at the error code: the end is cooked too.
// breaks: "does not cook what comes along with it"
// step: 1
// lesson: end-was-cooked
#include "channels.hpp"

#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::cook_orders(Pass& pass, Cook cook) {
  for (;;) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    co_await cook(order);
    if (error) co_return;
  }
}
