// Lets the end of the service leave as an exception.
// breaks: "Returns at the end of the service, and does not cook what comes
//   along with it"
// step: 1
// lesson: end-is-no-failure
#include "channels.hpp"

#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::cook_orders(Pass& pass, Cook cook) {
  for (;;) {
    auto order = co_await pass.async_receive(asio::use_awaitable);
    co_await cook(order);
  }
}
