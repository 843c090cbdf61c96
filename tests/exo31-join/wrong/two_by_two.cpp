// Asks two at once, then the next two.
// breaks: "All are asked at once, however many there are: none has to wait for
//   the answer of another one."
// step: 2
// lesson: starts-late
#include "join.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <vector>

using namespace asio::experimental::awaitable_operators;

asio::awaitable<std::vector<int>> exo31::ask_all(std::vector<Shop> shops) {
  std::vector<int> answers;
  std::size_t i = 0;
  for (; i + 1 < shops.size(); i += 2) {
    auto [one, two] = co_await (shops[i]() && shops[i + 1]());
    answers.push_back(one);
    answers.push_back(two);
  }
  if (i < shops.size()) answers.push_back(co_await shops[i]());
  co_return answers;
}
