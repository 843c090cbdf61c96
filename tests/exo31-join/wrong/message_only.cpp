// Keeps the message of the failure and throws a new exception.
// breaks: "the very exception that was thrown"
// step: 3
// lesson: cause-lost
#include "join.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {
asio::awaitable<int> note(const exo31::Shop& shop,
                          std::optional<std::string>& cause) {
  try {
    co_return co_await shop();
  } catch (const std::exception& error) {
    if (!cause) cause = error.what();
    throw;
  }
}
}  // namespace

asio::awaitable<std::vector<int>> exo31::ask_all_or_none(
    std::vector<Shop> shops) {
  std::optional<std::string> cause;
  std::vector<Shop> noting;
  for (const auto& shop : shops)
    noting.push_back([&] { return note(shop, cause); });
  try {
    co_return co_await ask_all(std::move(noting));
  } catch (const std::exception&) {
    throw std::runtime_error(cause.value_or("a shop failed"));
  }
}
