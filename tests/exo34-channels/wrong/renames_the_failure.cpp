// Throws a new exception with the words of the one that came.
// breaks: "What the cook fails with leaves, as it came"
// step: 1
// lesson: another-exception
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/use_awaitable.hpp>
#include <stdexcept>

asio::awaitable<void> exo34::cook_orders(Pass& pass, Cook cook) {
  for (;;) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof) co_return;
    if (error) throw asio::system_error(error);
    try {
      co_await cook(order);
    } catch (const std::exception& failure) {
      throw std::runtime_error(failure.what());
    }
  }
}
