// Keeps the cause in a static variable, which two errands at the same time
// share, though each clears it first.
// breaks: "Nothing is kept from one call of a function to another, be it later
//   or at the same time"
// step: 3
// lesson: remembers
#include <exception>
#include <utility>

#include "join.hpp"

namespace exo31 {

namespace {

asio::awaitable<int> ask_and_note(const Shop& shop, std::exception_ptr& cause) {
  try {
    co_return co_await shop();
  } catch (...) {
    if (!cause) cause = std::current_exception();
    throw;
  }
}

}  // namespace

asio::awaitable<std::vector<int>> ask_all_or_none(std::vector<Shop> shops) {
  static std::exception_ptr cause;
  cause = nullptr;
  std::vector<Shop> noting;
  for (const auto& shop : shops)
    noting.push_back([&] { return ask_and_note(shop, cause); });
  try {
    co_return co_await ask_all(std::move(noting));
  } catch (...) {
    if (cause) std::rethrow_exception(cause);
    throw;
  }
}

}  // namespace exo31
