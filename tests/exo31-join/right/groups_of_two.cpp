// Parallel groups without &&: a group tells the order in which its operations
// ended, so the first error in that order is the cause.
#include <array>
#include <asio/co_spawn.hpp>
#include <asio/experimental/parallel_group.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <utility>
#include <workbook/asio.hpp>

#include "join.hpp"

namespace exo31 {

asio::awaitable<Offer> ask_both(Question<int> price,
                                Question<std::string> day) {
  const auto executor = co_await asio::this_coro::executor;
  auto group = asio::experimental::make_parallel_group(
      asio::co_spawn(executor, price(), asio::deferred),
      asio::co_spawn(executor, day(), asio::deferred));
  auto [order, price_error, cents, day_error, name] = co_await group.async_wait(
      asio::experimental::wait_for_all(), asio::use_awaitable);
  if (price_error) std::rethrow_exception(price_error);
  if (day_error) std::rethrow_exception(day_error);
  Offer offer;
  offer.cents = cents;
  offer.day = name;
  co_return offer;
}

namespace {

using Work = std::function<asio::awaitable<void>(std::size_t number)>;

// Does work(begin) ... work(end - 1).
asio::awaitable<void> join(std::size_t begin, std::size_t end,
                           const Work& work) {
  if (end - begin == 1) co_await work(begin);
  if (end - begin < 2) co_return;
  const auto middle = begin + (end - begin) / 2;
  const auto executor = co_await asio::this_coro::executor;
  auto group = asio::experimental::make_parallel_group(
      asio::co_spawn(executor, join(begin, middle, work), asio::deferred),
      asio::co_spawn(executor, join(middle, end, work), asio::deferred));
  auto [order, left, right] = co_await group.async_wait(
      asio::experimental::wait_for_one_error(), asio::use_awaitable);
  const std::array errors{left, right};
  for (auto which : order)
    if (errors[which]) std::rethrow_exception(errors[which]);
}

asio::awaitable<void> ask(const Shop& shop, std::size_t number,
                          const Report& report) {
  const int cents = co_await shop();
  report(number, cents);
}

}  // namespace

asio::awaitable<void> ask_each(std::vector<Shop> shops, const Report& report) {
  const Work work = [&](std::size_t number) {
    return ask(shops[number], number, report);
  };
  co_await join(0, shops.size(), work);
}

asio::awaitable<std::vector<int>> ask_all_or_none(std::vector<Shop> shops) {
  std::vector<int> answers(shops.size());
  const Report keep = [&](std::size_t number, int cents) {
    answers[number] = cents;
  };
  co_await ask_each(std::move(shops), keep);
  co_return answers;
}

asio::awaitable<std::vector<int>> ask_all(std::vector<Shop> shops) {
  return ask_all_or_none(std::move(shops));
}

}  // namespace exo31
