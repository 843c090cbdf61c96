// Returns what it has cooked so far when a later dish fails.
// breaks: "What the cook fails with leaves, as it came."
// step: 3
// lesson: failure-lost
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
    if (error == asio::error::eof) co_return cooked;
    if (error) throw asio::system_error(error);
    try {
      co_await cook(order);
    } catch (...) {
      if (cooked == 0) throw;
      co_return cooked;
    }
  }
  co_return portions;
}
