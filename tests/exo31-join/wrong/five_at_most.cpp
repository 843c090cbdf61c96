// Has room for five shops, and forgets the others.
// breaks: "If all answer, it ends as ask_all does, and returns the same."
// step: 3
// lesson: starts-late
#include "join.hpp"

#include <algorithm>
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
  for (std::size_t i = 0; i < std::min<std::size_t>(5, shops.size()); ++i)
    noting.push_back([&, i] { return note(shops[i], cause); });
  try {
    co_return co_await ask_all(std::move(noting));
  } catch (...) {
    if (cause) std::rethrow_exception(cause);
    throw;
  }
}
