// Wakes the waiters of this moment, and refuses no later one.
// breaks: "whoever comes later is refused with an error, even if there is room"
// step: 3
// lesson: cancel-forgets
#include "channels.hpp"

#include <asio/use_awaitable.hpp>

asio::awaitable<int> exo34::cook_portions(Pass& pass, Cook cook, int portions) {
  struct Closing {
    Pass& pass;
    ~Closing() { pass.cancel(); }
  } closing{pass};
  for (int cooked = 0; cooked < portions; ++cooked) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof) co_return cooked;
    if (error) throw asio::system_error(error);
    co_await cook(order);
  }
  co_return portions;
}
