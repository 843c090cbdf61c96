// Takes reserve() for resize(): the answers have room, and no place.
// step: 2
// lesson: wrong-answer
#include "join.hpp"

#define ask_all reference_ask_all
#include <solutions/exo31-join/join.cpp>
#undef ask_all

asio::awaitable<std::vector<int>> exo31::ask_all(std::vector<Shop> shops) {
  std::vector<int> answers;
  answers.reserve(shops.size());
  std::span<int> places(answers.data(), shops.size());
  co_await ask_into(places, shops);
  co_return answers;
}
