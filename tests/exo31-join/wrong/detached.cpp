// Detaches the children and returns.
// breaks: "It ends when the last answer has been handed on"
// step: 4
// lesson: returns-early
#include "join.hpp"

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/this_coro.hpp>
#include <vector>

namespace {
asio::awaitable<void> ask(exo31::Shop shop, std::size_t number,
                          const exo31::Report& report) {
  report(number, co_await shop());
}
}  // namespace

asio::awaitable<void> exo31::ask_each(std::vector<Shop> shops,
                                      const Report& report) {
  const auto executor = co_await asio::this_coro::executor;
  for (std::size_t i = 0; i < shops.size(); ++i)
    asio::co_spawn(executor, ask(shops[i], i, report), asio::detached);
}
