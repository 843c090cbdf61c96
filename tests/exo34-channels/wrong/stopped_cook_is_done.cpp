// Returns, when told to stop, as if all had been cooked.
// breaks: "Cancelled, it throws as soon as what it awaits has ended, and
//   nothing more is cooked"
// step: 1
// lesson: deaf-to-stop
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::cook_orders(Pass& pass, Cook cook) {
  for (;;) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return;
    if (error == asio::error::eof) co_return;
    if (error) throw asio::system_error(error);
    co_await cook(order);
  }
}
