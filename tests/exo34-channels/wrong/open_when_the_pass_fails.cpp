// Leaves the kitchen open when the pass brings another error.
// breaks: "However it ends, the pass has been closed when it ends"
// step: 3
// lesson: close-wakes-nobody
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<int> exo34::cook_portions(Pass& pass, Cook cook, int portions) {
  struct Closing {
    Pass& pass;
    bool stays_open;
    ~Closing() {
      if (stays_open) return;
      pass.cancel();
      pass.close();
    }
  } closing{pass, false};
  for (int cooked = 0; cooked < portions; ++cooked) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof) co_return cooked;
    if (error) {
      closing.stays_open = true;
      throw asio::system_error(error);
    }
    co_await cook(order);
  }
  co_return portions;
}
