// Returns, when told to stop, what it has cooked so far.
// breaks: "Cancelled, it throws as soon as what it awaits has ended."
// step: 3
// lesson: deaf-to-stop
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
    } catch (const asio::system_error& failure) {
      if (failure.code() == asio::error::operation_aborted) co_return cooked;
      throw;
    }
  }
  co_return portions;
}
