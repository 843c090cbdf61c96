// Has the answer written to a variable, and reads it at once.
// step: 1
// lesson: read-too-early
#include "futures.hpp"

#define price_tag reference_price_tag
#include <solutions/exo30-futures/futures.cpp>
#undef price_tag

asio::awaitable<int> exo30::price_tag(std::string item, Supplier ask_supplier) {
  auto cost = std::make_shared<int>(0);
  asio::co_spawn(co_await asio::this_coro::executor, ask_supplier(item),
                 [cost](std::exception_ptr, int answer) { *cost = answer; });
  co_return *cost + *cost / 4;
}
