// Takes a price of 0 for an answer that is missing.
// breaks: "It returns all answers just as they were said, in the order of
//   `shops`, whichever arrived first."
// step: 2
// lesson: wrong-answer
#include "join.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <span>
#include <vector>

using namespace asio::experimental::awaitable_operators;

namespace {
asio::awaitable<void> ask_into(std::span<int> places,
                               std::span<const exo31::Shop> shops) {
  if (shops.empty()) co_return;
  if (shops.size() == 1) {
    places.front() = co_await shops.front()();
    co_return;
  }
  co_await (ask_into(places.first(1), shops.first(1)) &&
            ask_into(places.subspan(1), shops.subspan(1)));
}
}  // namespace

asio::awaitable<std::vector<int>> exo31::ask_all(std::vector<Shop> shops) {
  std::vector<int> places(shops.size());
  co_await ask_into(places, shops);
  std::vector<int> answers;
  for (const int cents : places)
    if (cents) answers.push_back(cents);
  co_return answers;
}
