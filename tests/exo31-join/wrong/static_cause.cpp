// Keeps the cause in a static variable, which the next errand finds there.
// breaks: "Nothing is kept from one call of a function to another"
// step: 3
// lesson: remembers
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
  static std::exception_ptr cause;
  std::vector<Shop> noting;
  for (const auto& shop : shops)
    noting.push_back([&] { return note(shop, cause); });
  try {
    co_return co_await ask_all(std::move(noting));
  } catch (...) {
    if (cause) std::rethrow_exception(cause);
    throw;
  }
}
