// Starts each dish, and does not wait for it.
// breaks: "One dish at a time: until it is ready, the next order stays on the
//   pass"
// step: 1
// lesson: cook-and-forget
#include "channels.hpp"

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::cook_orders(Pass& pass, Cook cook) {
  for (;;) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof) co_return;
    if (error) throw asio::system_error(error);
    asio::co_spawn(co_await asio::this_coro::executor, cook(order),
                   asio::detached);
  }
}
