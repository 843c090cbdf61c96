// Numbers the answers as they arrive: the first one to answer becomes shop 0.
// breaks: "just as it was said, with the number of its shop"
// step: 4
// lesson: wrong-answer
#include "join.hpp"

#include <utility>
#include <vector>

namespace {
asio::awaitable<int> ask_in_turn(const exo31::Shop& shop, std::size_t& next,
                                 const exo31::Report& report) {
  const int cents = co_await shop();
  report(next++, cents);
  co_return cents;
}
}  // namespace

asio::awaitable<void> exo31::ask_each(std::vector<Shop> shops,
                                      const Report& report) {
  std::size_t next = 0;
  std::vector<Shop> reporting;
  for (const auto& shop : shops)
    reporting.push_back([&] { return ask_in_turn(shop, next, report); });
  co_await ask_all_or_none(std::move(reporting));
}
