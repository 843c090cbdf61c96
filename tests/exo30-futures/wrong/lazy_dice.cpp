// Makes both awaitables first, which throws neither die.
// breaks: "Both roll at the same time: each is thrown, once, before either has
//   stopped."
// step: 5
// lesson: one-after-another
#include "futures.hpp"

#include <utility>

asio::awaitable<int> exo30::throw_dice(Die red, Die green) {
  auto first = red();
  auto second = green();
  const int points = co_await std::move(first);
  co_return points + co_await std::move(second);
}
