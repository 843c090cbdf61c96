// Takes first_exception() for the first one in time.
// step: 3
// lesson: victim-blamed
#include "join.hpp"

#define ask_all_or_none reference_ask_all_or_none
#include <solutions/exo31-join/join.cpp>
#undef ask_all_or_none

#include <asio/multiple_exceptions.hpp>

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
