// Takes what waits at the pass and throws it away.
// breaks: "every sender who waits at the pass is sent away with an error"
// step: 3
// lesson: nobody-cooks-it
#include "channels.hpp"

#include <asio/use_awaitable.hpp>

asio::awaitable<int> exo34::cook_portions(Pass& pass, Cook cook, int portions) {
  struct Closing {
    Pass& pass;
    ~Closing() {
      while (pass.try_receive([](asio::error_code, Order) {})) {
      }
      pass.close();
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
