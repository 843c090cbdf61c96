// Takes every error code for the end of the service.
// breaks: "Any other error of the pass leaves, with its error code."
// step: 3
// lesson: every-error-is-the-end
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
  for (int cooked = 0; cooked < portions; ++cooked) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error) co_return cooked;
    co_await cook(order);
  }
  co_return portions;
}
