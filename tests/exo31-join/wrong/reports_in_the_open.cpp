// Calls report on the loop itself, beside the strand.
// breaks: "`report` is called on the executor of the coroutine that awaits,
//   too"
// step: 4
// lesson: another-executor
#include "join.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <utility>
#include <vector>

namespace {
asio::awaitable<void> tell(const exo31::Report& report, std::size_t number,
                           int cents) {
  co_await asio::post(asio::use_awaitable);
  report(number, cents);
}

asio::awaitable<int> ask(const exo31::Shop& shop, std::size_t number,
                         const exo31::Report& report) {
  const int cents = co_await shop();
  const auto executor = co_await asio::this_coro::executor;
  auto& loop = static_cast<asio::io_context&>(
      asio::query(executor, asio::execution::context));
  co_await asio::co_spawn(loop, tell(report, number, cents),
                          asio::use_awaitable);
  co_return cents;
}
}  // namespace

asio::awaitable<void> exo31::ask_each(std::vector<Shop> shops,
                                      const Report& report) {
  std::vector<Shop> reporting;
  for (std::size_t i = 0; i < shops.size(); ++i)
    reporting.push_back(
        [&shops, &report, i] { return ask(shops[i], i, report); });
  co_await ask_all_or_none(std::move(reporting));
}
