// Told to stop, cancels the pass, so that nothing of its own is left there.
// breaks: "The pass stays open, and the others at it are not disturbed"
// step: 1
// lesson: close-is-not-the-end
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/use_awaitable.hpp>
#include <utility>

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  try {
    while (auto order = co_await room())
      co_await pass.async_send(asio::error_code{}, std::move(*order),
                               asio::use_awaitable);
    co_await pass.async_send(asio::error::eof, Order(), asio::use_awaitable);
  } catch (const asio::system_error& error) {
    if (error.code() == asio::error::operation_aborted) pass.cancel();
    throw;
  }
}
