// Throws red again when both dice show nothing.
// breaks: "Both roll at the same time: each is thrown, once, before either has
//   stopped."
// step: 5
// lesson: falls-off-the-end
#include "futures.hpp"

#include <asio/this_coro.hpp>

asio::awaitable<int> exo30::throw_dice(Die red, Die green) {
  const auto executor = co_await asio::this_coro::executor;
  const auto reds = start(executor, red());
  const auto greens = start(executor, green());
  const int points = co_await reds();
  const int more = co_await greens();
  co_return points + more == 0 ? 1 : points + more;
}
