// Rounds to the nearest euro.
// breaks: "It is what the supplier asks for it, and a quarter of that on top,
//   rounded down."
// step: 1
// lesson: wrong-sum
#include "futures.hpp"

#include <cmath>
#include <string>

asio::awaitable<int> exo30::price_tag(std::string item, Supplier ask_supplier) {
  const double cost = co_await ask_supplier(item);
  co_return static_cast<int>(std::lround(cost * 1.25));
}
