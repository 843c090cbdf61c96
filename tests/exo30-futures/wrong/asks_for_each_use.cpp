// Asks again wherever the price is used.
// breaks: "The supplier is asked once, about `item` as it is, when this is
//   awaited."
// step: 1
// lesson: asks-again
#include "futures.hpp"

#include <string>

asio::awaitable<int> exo30::price_tag(std::string item, Supplier ask_supplier) {
  co_return co_await ask_supplier(item) + co_await ask_supplier(item) / 4;
}
