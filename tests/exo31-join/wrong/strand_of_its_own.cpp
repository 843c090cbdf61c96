// Asks each shop on a strand of its own.
// breaks: "They are asked on the executor of the coroutine that awaits the
//   function"
// step: 2
// lesson: another-executor
#include "join.hpp"

#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/strand.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <span>
#include <vector>

using namespace asio::experimental::awaitable_operators;

namespace {
asio::awaitable<void> ask_into(std::span<int> places,
                               std::span<const exo31::Shop> shops) {
  if (shops.empty()) co_return;
  const auto executor = co_await asio::this_coro::executor;
  if (shops.size() == 1) {
    places.front() = co_await asio::co_spawn(
        asio::make_strand(executor), shops.front()(), asio::use_awaitable);
    co_return;
  }
  co_await (ask_into(places.first(1), shops.first(1)) &&
            ask_into(places.subspan(1), shops.subspan(1)));
}
}  // namespace

asio::awaitable<std::vector<int>> exo31::ask_all(std::vector<Shop> shops) {
  std::vector<int> answers(shops.size());
  co_await ask_into(answers, shops);
  co_return answers;
}
