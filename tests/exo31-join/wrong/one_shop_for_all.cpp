// Captures by reference a variable that changes from turn to turn.
// breaks: "Each question is called once, and what it makes is awaited once."
// step: 3
// lesson: captured-by-reference
#include "join.hpp"

#include <exception>
#include <utility>
#include <vector>

namespace {
asio::awaitable<int> note(const exo31::Shop& shop, std::exception_ptr& cause) {
  try {
    co_return co_await shop();
  } catch (...) {
    if (!cause) cause = std::current_exception();
    throw;
  }
}
}  // namespace

asio::awaitable<std::vector<int>> exo31::ask_all_or_none(
    std::vector<Shop> shops) {
  std::exception_ptr cause;
  std::vector<Shop> noting;
  Shop shop;
  for (std::size_t i = 0; i < shops.size(); ++i) {
    shop = shops[i];
    noting.push_back([&] { return note(shop, cause); });
  }
  try {
    co_return co_await ask_all(std::move(noting));
  } catch (...) {
    if (cause) std::rethrow_exception(cause);
    throw;
  }
}
