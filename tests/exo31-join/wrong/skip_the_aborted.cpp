// Takes the first exception, in shop order, unless it is operation_aborted.
// breaks: "not what a cancelled shop says"
// step: 3
// lesson: victim-blamed
#include "join.hpp"

#include <exception>
#include <system_error>
#include <utility>
#include <vector>

namespace {
asio::awaitable<int> note(const exo31::Shop& shop, std::exception_ptr& error) {
  try {
    co_return co_await shop();
  } catch (...) {
    error = std::current_exception();
    throw;
  }
}

bool is_aborted(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::system_error& e) {
    return e.code() == asio::error::operation_aborted;
  } catch (...) {
    return false;
  }
}
}  // namespace

asio::awaitable<std::vector<int>> exo31::ask_all_or_none(
    std::vector<Shop> shops) {
  std::vector<std::exception_ptr> errors(shops.size());
  std::vector<Shop> noting;
  for (std::size_t i = 0; i < shops.size(); ++i)
    noting.push_back([&, i] { return note(shops[i], errors[i]); });
  try {
    co_return co_await ask_all(std::move(noting));
  } catch (...) {
    for (const auto& error : errors)
      if (error && !is_aborted(error)) std::rethrow_exception(error);
    throw;
  }
}
