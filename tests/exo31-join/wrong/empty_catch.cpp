// Catches the failure of a child, so that it disturbs nobody.
// breaks: "A failure, of a shop or of `report`, ends it as in step 3"
// step: 4
// lesson: failure-swallowed
#include "join.hpp"

#include <utility>
#include <vector>

namespace {
asio::awaitable<int> ask_quietly(const exo31::Shop& shop, std::size_t number,
                                 const exo31::Report& report) {
  try {
    report(number, co_await shop());
  } catch (...) {
  }
  co_return 0;
}
}  // namespace

asio::awaitable<void> exo31::ask_each(std::vector<Shop> shops,
                                      const Report& report) {
  std::vector<Shop> quiet;
  for (std::size_t i = 0; i < shops.size(); ++i)
    quiet.push_back([&, i] { return ask_quietly(shops[i], i, report); });
  co_await ask_all(std::move(quiet));
}
