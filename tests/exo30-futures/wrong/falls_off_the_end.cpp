// Computes the price, and forgets to co_return it.
// breaks: "It is what the supplier asks for it, and a quarter of that on top,
//   rounded down."
// step: 1
// lesson: falls-off-the-end
#include "futures.hpp"

#include <string>

asio::awaitable<int> exo30::price_tag(std::string item, Supplier ask_supplier) {
  int cost = co_await ask_supplier(item);
  cost += cost / 4;
}
