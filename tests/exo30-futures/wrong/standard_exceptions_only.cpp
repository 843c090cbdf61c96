// Lets standard exceptions pass, and makes up a price for the others.
// breaks: "An exception of the supplier reaches the caller as it was thrown."
// step: 1
// lesson: exception-lost
#include "futures.hpp"

#include <exception>

asio::awaitable<int> exo30::price_tag(std::string item, Supplier ask_supplier) {
  int cost = 0;
  try {
    cost = co_await ask_supplier(item);
  } catch (const std::exception&) {
    throw;
  } catch (...) {
  }
  co_return cost + cost / 4;
}
