// Asks again when the supplier has no price.
// breaks: "An exception of the supplier reaches the caller as it was thrown."
// step: 1
// lesson: exception-lost
#include "futures.hpp"

asio::awaitable<int> exo30::price_tag(std::string item, Supplier ask_supplier) {
  int cost = 0;
  bool failed = false;
  try {
    cost = co_await ask_supplier(item);
  } catch (...) {
    failed = true;
  }
  if (failed) cost = co_await ask_supplier(item);
  co_return cost + cost / 4;
}
