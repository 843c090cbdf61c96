// A die that fails counts for nothing.
// breaks: "If one of them fails, its exception reaches the caller as it was
//   thrown"
// step: 5
// lesson: exception-lost
#include "futures.hpp"

#include <asio/this_coro.hpp>

asio::awaitable<int> exo30::throw_dice(Die red, Die green) {
  const auto executor = co_await asio::this_coro::executor;
  const auto reds = start(executor, red());
  const auto greens = start(executor, green());
  int points = co_await reds();
  try {
    points += co_await greens();
  } catch (...) {
  }
  co_return points;
}
