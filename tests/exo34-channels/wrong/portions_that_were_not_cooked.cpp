// Returns the portions that there were, not those that it cooked.
// breaks: "Returns how many it cooked: fewer than `portions`"
// step: 3
// lesson: one-order-too-many
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<int> exo34::cook_portions(Pass& pass, Cook cook, int portions) {
  struct Closing {
    Pass& pass;
    ~Closing() {
      pass.cancel();
      pass.close();
    }
  } closing{pass};
  for (int cooked = 0; cooked < portions; ++cooked) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof) break;
    if (error) throw asio::system_error(error);
    co_await cook(order);
  }
  co_return portions;
}
