// Waits with get(), on the thread that has to bring the value.
// breaks: "It ends when the supplier has answered, and keeps nobody waiting
//   meanwhile."
// step: 1
// lesson: waits-for-itself
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_future.hpp>
#include <string>

asio::awaitable<int> exo30::price_tag(std::string item, Supplier ask_supplier) {
  auto cost = asio::co_spawn(co_await asio::this_coro::executor,
                             ask_supplier(item), asio::use_future);
  const int euros = cost.get();
  co_return euros + euros / 4;
}
