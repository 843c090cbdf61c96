// Hands on the answers of a thousand shops, then asks the next ones.
// breaks: "All are asked at once, however many there are: none has to wait for
//   the answer of another one."
// step: 4
// lesson: starts-late
#include "join.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace {
asio::awaitable<int> ask(const exo31::Shop& shop, std::size_t number,
                         const exo31::Report& report) {
  const int cents = co_await shop();
  report(number, cents);
  co_return cents;
}
}  // namespace

asio::awaitable<void> exo31::ask_each(std::vector<Shop> shops,
                                      const Report& report) {
  for (std::size_t begin = 0; begin < shops.size(); begin += 1000) {
    const auto end = std::min(begin + 1000, shops.size());
    std::vector<Shop> some;
    for (auto i = begin; i < end; ++i)
      some.push_back([&, i] { return ask(shops[i], i, report); });
    co_await ask_all_or_none(std::move(some));
  }
}
