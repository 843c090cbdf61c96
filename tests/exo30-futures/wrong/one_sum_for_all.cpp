// Adds the points up in a static variable, which two throws share.
// breaks: "It gives the sum of their points when both have stopped."
// step: 5
// lesson: one-work-only
#include <asio/this_coro.hpp>

#include "futures.hpp"

asio::awaitable<int> exo30::throw_dice(Die red, Die green) {
  const auto executor = co_await asio::this_coro::executor;
  static int sum;
  sum = 0;
  const auto first = start(executor, red());
  const auto second = start(executor, green());
  sum += co_await first();
  sum += co_await second();
  co_return sum;
}
