// Makes up a price when there is none.
// breaks: "An exception of the supplier reaches the caller as it was thrown."
// step: 1
// lesson: exception-lost
#include "futures.hpp"

#include <asio/error.hpp>
#include <string>

asio::awaitable<int> exo30::price_tag(std::string item, Supplier ask_supplier) {
  int cost = 0;
  try {
    cost = co_await ask_supplier(item);
  } catch (const std::exception&) {
  }
  co_return cost + cost / 4;
}
