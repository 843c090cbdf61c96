// Awaits the first die before it throws the second.
// breaks: "Both roll at the same time: each is thrown, once, before either has
//   stopped."
// step: 5
// lesson: one-after-another
#include "futures.hpp"

#include <asio/this_coro.hpp>

asio::awaitable<int> exo30::throw_dice(Die red, Die green) {
  const auto executor = co_await asio::this_coro::executor;
  int points = co_await start(executor, red())();
  points += co_await start(executor, green())();
  co_return points;
}
