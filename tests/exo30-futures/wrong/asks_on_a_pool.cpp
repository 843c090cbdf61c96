// Asks on a thread of its own, so that nobody has to wait.
// breaks: "on the executor of the coroutine that awaits"
// step: 1
// lesson: wrong-executor
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <string>

asio::awaitable<int> exo30::price_tag(std::string item, Supplier ask_supplier) {
  asio::thread_pool pool(1);
  const int cost =
      co_await asio::co_spawn(pool, ask_supplier(item), asio::use_awaitable);
  co_return cost + cost / 4;
}
