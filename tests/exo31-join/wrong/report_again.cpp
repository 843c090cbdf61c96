// Tries report a second time if it throws.
// breaks: "It is handed on once, also if `report` throws."
// step: 4
// lesson: handed-on-once
#include "join.hpp"

#include <utility>
#include <vector>

namespace {
asio::awaitable<int> ask(const exo31::Shop& shop, std::size_t number,
                         const exo31::Report& report) {
  const int cents = co_await shop();
  bool done = false;
  try {
    report(number, cents);
    done = true;
  } catch (...) {
  }
  if (!done) report(number, cents);
  co_return cents;
}
}  // namespace

asio::awaitable<void> exo31::ask_each(std::vector<Shop> shops,
                                      const Report& report) {
  std::vector<Shop> reporting;
  for (std::size_t i = 0; i < shops.size(); ++i)
    reporting.push_back([&, i] { return ask(shops[i], i, report); });
  co_await ask_all_or_none(std::move(reporting));
}
