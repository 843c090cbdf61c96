// Takes the spaces off the name of the item.
// breaks: "The supplier is asked once, about `item` as it is, when this is
//   awaited."
// step: 1
// lesson: asks-again
#include "futures.hpp"

#include <string>

asio::awaitable<int> exo30::price_tag(std::string item, Supplier ask_supplier) {
  std::erase(item, ' ');
  const int cost = co_await ask_supplier(item);
  co_return cost + cost / 4;
}
