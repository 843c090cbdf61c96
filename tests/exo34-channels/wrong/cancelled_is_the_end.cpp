// Takes a cancelled operation for the end of the service.
// breaks: "Only asio::error::eof is the end"
// step: 1
// lesson: every-error-is-the-end
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::cook_orders(Pass& pass, Cook cook) {
  for (;;) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof) co_return;
    if (error == asio::error::operation_aborted) co_return;
    if (error) throw asio::system_error(error);
    co_await cook(order);
  }
}
