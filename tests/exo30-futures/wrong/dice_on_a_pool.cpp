// Gives each die a thread, so that both roll at the same time.
// breaks: "on the executor of the coroutine that awaits"
// step: 5
// lesson: wrong-executor
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<int> exo30::throw_dice(Die red, Die green) {
  using namespace asio::experimental::awaitable_operators;
  asio::thread_pool pool(2);
  const auto [one, other] =
      co_await (asio::co_spawn(pool, red(), asio::use_awaitable) &&
                asio::co_spawn(pool, green(), asio::use_awaitable));
  co_return one + other;
}
