#include "join.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <exception>
#include <span>
#include <tuple>
#include <utility>

namespace exo31 {

using namespace asio::experimental::awaitable_operators;

asio::awaitable<Offer> ask_both(Question<int> price,
                                Question<std::string> day) {
  Offer offer;
  std::tie(offer.cents, offer.day) = co_await (price() && day());
  co_return offer;
}

namespace {

// Each answer has its place from the start, so their order of arrival does not
// matter. Both spans name vectors of the coroutine that awaits this one.
//
// Halves, and not one shop and the rest: the frames are as many, but the way
// from a shop to the top is log2(n) joins long, and not n.
asio::awaitable<void> ask_into(std::span<int> answers,
                               std::span<const Shop> shops) {
  if (shops.empty()) co_return;
  if (shops.size() == 1) {
    answers.front() = co_await shops.front()();
    co_return;
  }
  const auto half = shops.size() / 2;
  co_await (ask_into(answers.first(half), shops.first(half)) &&
            ask_into(answers.subspan(half), shops.subspan(half)));
}

}  // namespace

// From Asio 1.25 on, make_parallel_group also takes a vector of operations, if
// it is not empty: one group, no recursion. It is worth it for hundreds of
// shops, or when one of them may be slow to stop: here a half learns that the
// other half has failed only when that one has ended; a single group tells
// everyone at once.
asio::awaitable<std::vector<int>> ask_all(std::vector<Shop> shops) {
  std::vector<int> answers(shops.size());
  co_await ask_into(answers, shops);
  co_return answers;
}

namespace {

// The only one who knows which failure came first is the shop that fails, when
// it fails. Later, && has two exceptions or more and calls them "multiple
// exceptions"; its first_exception() is that of the left operand, be it the
// cause or a victim.
asio::awaitable<int> ask_and_note(const Shop& shop, std::exception_ptr& cause) {
  try {
    co_return co_await shop();
  } catch (...) {
    if (!cause) cause = std::current_exception();
    // The join must hear of it too: that is what makes it cancel the others.
    throw;
  }
}

}  // namespace

asio::awaitable<std::vector<int>> ask_all_or_none(std::vector<Shop> shops) {
  std::exception_ptr cause;
  std::vector<Shop> noting;
  for (const auto& shop : shops)
    noting.push_back([&] { return ask_and_note(shop, cause); });
  try {
    co_return co_await ask_all(std::move(noting));
  } catch (...) {
    // Every operand has ended: `cause` is final, and nobody refers to this
    // frame any more. Waking the caller earlier would leave references behind.
    // Cancelled by the caller, all shops say operation_aborted, and so do we.
    if (cause) std::rethrow_exception(cause);
    throw;
  }
}

namespace {

asio::awaitable<int> ask_and_report(const Shop& shop, std::size_t number,
                                    const Report& report) {
  const int cents = co_await shop();
  report(number, cents);
  co_return cents;
}

}  // namespace

// Each child hands on its own answer: it is the one that wakes when it arrives.
// A consumer that must itself wait between two answers wants a channel instead
// (exo34).
asio::awaitable<void> ask_each(std::vector<Shop> shops, const Report& report) {
  std::vector<Shop> reporting;
  for (std::size_t number = 0; number < shops.size(); ++number)
    reporting.push_back([&shops, &report, number] {
      return ask_and_report(shops[number], number, report);
    });
  co_await ask_all_or_none(std::move(reporting));
}

}  // namespace exo31
