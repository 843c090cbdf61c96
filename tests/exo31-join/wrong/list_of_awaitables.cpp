// Fills a vector with awaitables, then awaits them one by one.
// breaks: "All are asked at once, however many there are: none has to wait for
//   the answer of another one."
// step: 2
// lesson: calling-is-not-asking
#include "join.hpp"

#include <utility>
#include <vector>

asio::awaitable<std::vector<int>> exo31::ask_all(std::vector<Shop> shops) {
  std::vector<asio::awaitable<int>> asked;
  for (auto& shop : shops) asked.push_back(shop());
  std::vector<int> answers;
  for (auto& one : asked) answers.push_back(co_await std::move(one));
  co_return answers;
}
