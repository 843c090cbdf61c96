// Keeps the list of the last errand, for whoever may want to see it.
// breaks: "when a call has ended, its questions are gone"
// step: 2
// lesson: remembers
#include "join.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <span>
#include <vector>

using namespace asio::experimental::awaitable_operators;

namespace {
std::vector<exo31::Shop> last_errand;

asio::awaitable<void> ask_into(std::span<int> places,
                               std::span<const exo31::Shop> shops) {
  if (shops.empty()) co_return;
  if (shops.size() == 1) {
    places.front() = co_await shops.front()();
    co_return;
  }
  const auto half = shops.size() / 2;
  co_await (ask_into(places.first(half), shops.first(half)) &&
            ask_into(places.subspan(half), shops.subspan(half)));
}
}  // namespace

asio::awaitable<std::vector<int>> exo31::ask_all(std::vector<Shop> shops) {
  last_errand = shops;
  std::vector<int> answers(shops.size());
  co_await ask_into(answers, shops);
  co_return answers;
}
