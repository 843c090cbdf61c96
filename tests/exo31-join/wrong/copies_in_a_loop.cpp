// Calls a copy of each shop; the copy dies at the end of its turn.
// breaks: "A question lives until what it made has ended"
// step: 2
// lesson: question-gone
#include "join.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <span>
#include <utility>
#include <vector>

using namespace asio::experimental::awaitable_operators;

namespace {
asio::awaitable<void> put(asio::awaitable<int> asked, int& place) {
  place = co_await std::move(asked);
}

asio::awaitable<void> all_of(std::span<asio::awaitable<void>> asked) {
  if (asked.empty()) co_return;
  co_await (std::move(asked.front()) && all_of(asked.subspan(1)));
}
}  // namespace

asio::awaitable<std::vector<int>> exo31::ask_all(std::vector<Shop> shops) {
  std::vector<int> answers(shops.size());
  std::vector<asio::awaitable<void>> asked;
  for (auto shop : shops) asked.push_back(put(shop(), answers[asked.size()]));
  co_await all_of(asked);
  co_return answers;
}
