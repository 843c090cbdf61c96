// Fills a vector with awaitables, then awaits them one by one.
// step: 2
// lesson: calling-is-not-asking
#include "join.hpp"

#define ask_all reference_ask_all
#include <solutions/exo31-join/join.cpp>
#undef ask_all

asio::awaitable<std::vector<int>> exo31::ask_all(std::vector<Shop> shops) {
  std::vector<asio::awaitable<int>> asked;
  for (auto& shop : shops) asked.push_back(shop());
  std::vector<int> answers;
  for (auto& one : asked) answers.push_back(co_await std::move(one));
  co_return answers;
}
