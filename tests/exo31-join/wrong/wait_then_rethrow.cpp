// Keeps each exception until all have answered: nobody is told to stop.
// breaks: "The first failure cancels all who still work on their answer."
// step: 3
// lesson: others-go-on
#include "join.hpp"

#include <exception>
#include <utility>
#include <vector>

namespace {
asio::awaitable<int> keep(const exo31::Shop& shop, std::exception_ptr& first) {
  try {
    co_return co_await shop();
  } catch (...) {
    if (!first) first = std::current_exception();
  }
  co_return 0;
}
}  // namespace

asio::awaitable<std::vector<int>> exo31::ask_all_or_none(
    std::vector<Shop> shops) {
  std::exception_ptr first;
  std::vector<Shop> keeping;
  for (const auto& shop : shops)
    keeping.push_back([&] { return keep(shop, first); });
  auto answers = co_await ask_all(std::move(keeping));
  if (first) std::rethrow_exception(first);
  co_return answers;
}
