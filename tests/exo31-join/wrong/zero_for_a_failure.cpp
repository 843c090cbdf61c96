// A shop that fails counts as a price of 0.
// breaks: "the very exception that was thrown"
// step: 3
// lesson: failure-swallowed
#include "join.hpp"

#include <utility>
#include <vector>

namespace {
asio::awaitable<int> ask_or_zero(const exo31::Shop& shop) {
  try {
    co_return co_await shop();
  } catch (const std::exception&) {
    co_return 0;
  }
}
}  // namespace

asio::awaitable<std::vector<int>> exo31::ask_all_or_none(
    std::vector<Shop> shops) {
  std::vector<Shop> patient;
  for (const auto& shop : shops)
    patient.push_back([&] { return ask_or_zero(shop); });
  co_return co_await ask_all(std::move(patient));
}
