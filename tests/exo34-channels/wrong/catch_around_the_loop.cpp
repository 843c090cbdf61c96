// Catches whatever ends the loop, the cook's failures included.
// breaks: "What the cook fails with leaves, as it came, and nothing more is
//   cooked"
// step: 1
// lesson: every-error-is-the-end
#include "channels.hpp"

#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::cook_orders(Pass& pass, Cook cook) {
  try {
    for (;;) {
      auto order = co_await pass.async_receive(asio::use_awaitable);
      co_await cook(order);
    }
  } catch (const std::exception&) {
  }
}
