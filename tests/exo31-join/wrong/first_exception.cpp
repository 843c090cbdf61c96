// Takes first_exception() for the first one in time.
// breaks: "not what a cancelled shop says"
// step: 3
// lesson: victim-blamed
#include "join.hpp"

#include <asio/multiple_exceptions.hpp>
#include <exception>
#include <utility>
#include <vector>

namespace {
[[noreturn]] void rethrow_first(std::exception_ptr error) {
  try {
    std::rethrow_exception(error);
  } catch (const asio::multiple_exceptions& several) {
    rethrow_first(several.first_exception());
  }
}
}  // namespace

asio::awaitable<std::vector<int>> exo31::ask_all_or_none(
    std::vector<Shop> shops) {
  try {
    co_return co_await ask_all(std::move(shops));
  } catch (...) {
    rethrow_first(std::current_exception());
  }
}
