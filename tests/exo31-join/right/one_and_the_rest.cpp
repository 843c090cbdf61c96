// One shop joined with the rest; the answers are put together on the way back.
#include <asio/experimental/awaitable_operators.hpp>
#include <exception>
#include <memory>
#include <tuple>
#include <utility>

#include "join.hpp"

using namespace asio::experimental::awaitable_operators;

namespace exo31 {

asio::awaitable<Offer> ask_both(Question<int> price,
                                Question<std::string> day) {
  auto answers = co_await (day() && price());
  Offer offer;
  offer.day = std::get<0>(answers);
  offer.cents = std::get<1>(answers);
  co_return offer;
}

asio::awaitable<std::vector<int>> ask_all(std::vector<Shop> shops) {
  std::vector<int> answers;
  if (shops.empty()) co_return answers;
  auto last = std::move(shops.back());
  shops.pop_back();
  if (shops.empty()) {
    answers.push_back(co_await last());
    co_return answers;
  }
  auto [some, one] = co_await (ask_all(std::move(shops)) && last());
  answers = std::move(some);
  answers.push_back(one);
  co_return answers;
}

namespace {

using Cause = std::shared_ptr<std::exception_ptr>;

asio::awaitable<int> noting(Shop shop, Cause cause) {
  std::exception_ptr error;
  int cents = 0;
  try {
    cents = co_await shop();
  } catch (...) {
    error = std::current_exception();
  }
  if (error) {
    if (!*cause) *cause = error;
    std::rethrow_exception(error);
  }
  co_return cents;
}

}  // namespace

asio::awaitable<std::vector<int>> ask_all_or_none(std::vector<Shop> shops) {
  const auto cause = std::make_shared<std::exception_ptr>();
  for (auto& shop : shops) shop = [shop, cause] { return noting(shop, cause); };
  std::vector<int> answers;
  try {
    answers = co_await ask_all(std::move(shops));
  } catch (...) {
    if (!*cause) throw;
  }
  if (*cause) std::rethrow_exception(*cause);
  co_return answers;
}

asio::awaitable<void> ask_each(std::vector<Shop> shops, const Report& report) {
  static constexpr auto reporting =
      [](Shop shop, std::size_t number,
         const Report& report) -> asio::awaitable<int> {
    report(number, co_await shop());
    co_return 0;
  };
  std::size_t number = 0;
  for (auto& shop : shops)
    shop = [shop, number = number++, &report] {
      return reporting(shop, number, report);
    };
  co_await ask_all_or_none(shops);
}

}  // namespace exo31
