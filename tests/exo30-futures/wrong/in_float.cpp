// Computes in float, which has seven digits.
// breaks: "It is what the supplier asks for it, and a quarter of that on top,
//   rounded down."
// step: 1
// lesson: wrong-sum
#include "futures.hpp"

asio::awaitable<int> exo30::price_tag(std::string item, Supplier ask_supplier) {
  const auto cost = static_cast<float>(co_await ask_supplier(item));
  co_return static_cast<int>(cost * 1.25f);
}
