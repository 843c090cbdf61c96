// Closes the kitchen a moment later.
// breaks: "the pass has been closed when it ends"
// step: 3
// lesson: cancel-forgets
#include "channels.hpp"

#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<int> exo34::cook_portions(Pass& pass, Cook cook, int portions) {
  struct Closing {
    Pass& pass;
    ~Closing() {
      asio::post(pass.get_executor(), [&pass = pass] {
        pass.cancel();
        pass.close();
      });
    }
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
