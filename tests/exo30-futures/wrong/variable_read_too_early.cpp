// Has the answer written to a variable, and reads it at once.
// breaks: "It ends when the supplier has answered, and keeps nobody waiting
//   meanwhile."
// step: 1
// lesson: read-too-early
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/this_coro.hpp>
#include <exception>
#include <memory>
#include <string>

asio::awaitable<int> exo30::price_tag(std::string item, Supplier ask_supplier) {
  auto cost = std::make_shared<int>(0);
  asio::co_spawn(co_await asio::this_coro::executor, ask_supplier(item),
                 [cost](std::exception_ptr, int answer) { *cost = answer; });
  co_return *cost + *cost / 4;
}
