// Joins the dice with &&, which throws another exception.
// breaks: "If one of them fails, its exception reaches the caller as it was
//   thrown"
// step: 5
// lesson: exception-lost
#include "futures.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <tuple>

asio::awaitable<int> exo30::throw_dice(Die red, Die green) {
  using namespace asio::experimental::awaitable_operators;
  const auto points = co_await (red() && green());
  co_return std::get<0>(points) + std::get<1>(points);
}
