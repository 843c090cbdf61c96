// Begins with the first shop, and does not look whether there is one.
// breaks: "No shops: no answers, at once."
// step: 2
// lesson: empty-list
#include "join.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <vector>

using namespace asio::experimental::awaitable_operators;

namespace {
asio::awaitable<std::vector<int>> ask_from(
    const std::vector<exo31::Shop>& shops, std::size_t first) {
  std::vector<int> answers;
  if (first + 1 == shops.size()) {
    answers.push_back(co_await shops.at(first)());
    co_return answers;
  }
  auto [one, others] =
      co_await (shops.at(first)() && ask_from(shops, first + 1));
  answers.push_back(one);
  answers.insert(answers.end(), others.begin(), others.end());
  co_return answers;
}
}  // namespace

asio::awaitable<std::vector<int>> exo31::ask_all(std::vector<Shop> shops) {
  co_return co_await ask_from(shops, 0);
}
