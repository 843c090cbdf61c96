// Hands out the sum when the first die has stopped.
// breaks: "It gives the sum of their points when both have stopped."
// step: 5
// lesson: read-too-early
#include "futures.hpp"

#include <asio/this_coro.hpp>

asio::awaitable<int> exo30::throw_dice(Die red, Die green) {
  const auto executor = co_await asio::this_coro::executor;
  const auto reds = start(executor, red());
  const auto greens = start(executor, green());
  const int points = co_await greens();
  co_return points + points;
}
