// Looks for one exception in several, also where several were thrown as one.
// breaks: "the very exception that was thrown"
// step: 3
// lesson: victim-blamed
#include "join.hpp"

#include <asio/multiple_exceptions.hpp>
#include <exception>
#include <utility>
#include <vector>

namespace {
asio::awaitable<int> note(const exo31::Shop& shop, std::exception_ptr& cause) {
  try {
    co_return co_await shop();
  } catch (...) {
    if (!cause) cause = std::current_exception();
    throw;
  }
}
}  // namespace

asio::awaitable<std::vector<int>> exo31::ask_all_or_none(
    std::vector<Shop> shops) {
  std::exception_ptr cause;
  std::vector<Shop> noting;
  for (const auto& shop : shops)
    noting.push_back([&] { return note(shop, cause); });
  try {
    co_return co_await ask_all(std::move(noting));
  } catch (...) {
  }
  try {
    std::rethrow_exception(cause);
  } catch (const asio::multiple_exceptions& several) {
    std::rethrow_exception(several.first_exception());
  }
}
