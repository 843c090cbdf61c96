// Hands on the supplier's price as it is.
// step: 1
// lesson: wrong-sum
#include "futures.hpp"

#define price_tag reference_price_tag
#include <solutions/exo30-futures/futures.cpp>
#undef price_tag

asio::awaitable<int> exo30::price_tag(std::string item, Supplier ask_supplier) {
  return ask_supplier(item);
}
