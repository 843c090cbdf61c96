// Closes the kitchen at the end, where no failure comes by.
// breaks: "However it ends, every sender who waits at the pass is sent away"
// step: 3
// lesson: close-wakes-nobody
#include "channels.hpp"

#include <asio/use_awaitable.hpp>

asio::awaitable<int> exo34::cook_portions(Pass& pass, Cook cook, int portions) {
  for (int cooked = 0; cooked < portions; ++cooked) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof) co_return cooked;
    if (error) throw asio::system_error(error);
    co_await cook(order);
  }
  pass.cancel();
  pass.close();
  co_return portions;
}
