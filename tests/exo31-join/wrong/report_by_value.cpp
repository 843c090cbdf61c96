// Gives each child a copy of report.
// breaks: "It is `report` itself that is called, not a copy"
// step: 4
// lesson: report-copied
#include "join.hpp"

#include <utility>
#include <vector>

namespace {
asio::awaitable<int> ask(exo31::Shop shop, std::size_t number,
                         exo31::Report report) {
  const int cents = co_await shop();
  report(number, cents);
  co_return cents;
}
}  // namespace

asio::awaitable<void> exo31::ask_each(std::vector<Shop> shops,
                                      const Report& report) {
  std::vector<Shop> reporting;
  for (std::size_t i = 0; i < shops.size(); ++i)
    reporting.push_back(
        [shop = shops[i], i, report] { return ask(shop, i, report); });
  co_await ask_all_or_none(std::move(reporting));
}
