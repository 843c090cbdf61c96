// Awaits each shop in a loop.
// breaks: "All are asked at once, however many there are: none has to wait for
//   the answer of another one."
// step: 2
// lesson: one-after-another
#include "join.hpp"

#include <vector>

asio::awaitable<std::vector<int>> exo31::ask_all(std::vector<Shop> shops) {
  std::vector<int> answers;
  for (auto& shop : shops) answers.push_back(co_await shop());
  co_return answers;
}
