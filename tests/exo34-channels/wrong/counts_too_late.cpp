// Receives an order before it counts the portions.
// breaks: "Takes no order after the last portion"
// step: 3
// lesson: one-order-too-many
#include "channels.hpp"

#include <asio/use_awaitable.hpp>

asio::awaitable<int> exo34::cook_portions(Pass& pass, Cook cook, int portions) {
  struct Closing {
    Pass& pass;
    ~Closing() {
      pass.cancel();
      pass.close();
    }
  } closing{pass};
  for (int cooked = 0;; ++cooked) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof || cooked == portions) co_return cooked;
    if (error) throw asio::system_error(error);
    co_await cook(order);
  }
}
