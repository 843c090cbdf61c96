// Notes the first exception, unless it is operation_aborted.
// breaks: "the very exception that was thrown"
// step: 3
// lesson: many-exceptions
#include "join.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <exception>
#include <system_error>
#include <utility>
#include <vector>

using namespace asio::experimental::awaitable_operators;

namespace {
asio::awaitable<int> note(const exo31::Shop& shop, std::exception_ptr& cause) {
  try {
    co_return co_await shop();
  } catch (const std::system_error& error) {
    if (!cause && error.code() != asio::error::operation_aborted)
      cause = std::current_exception();
    throw;
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
    if (cause) std::rethrow_exception(cause);
    throw;
  }
}
