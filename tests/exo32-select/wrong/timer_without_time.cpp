// The timer in the race was given no time.
// breaks: "Returns nothing if the call is late: when `patience` has passed
//   since with_timeout was awaited, and neither sooner nor later."
// step: 2
// lesson: gives-up-at-once
#include "select.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <optional>
#include <utility>
#include <variant>

using namespace asio::experimental::awaitable_operators;

namespace {
asio::awaitable<exo32::Plate> in_time(exo32::Call call,
                                      std::exception_ptr& error) {
  try {
    co_return co_await std::move(call);
  } catch (...) {
    error = std::current_exception();
  }
  co_return exo32::Plate{};
}
}  // namespace

asio::awaitable<std::optional<exo32::Plate>> exo32::with_timeout(
    Call call, Milliseconds patience) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  std::exception_ptr error;
  auto first = co_await (in_time(std::move(call), error) ||
                         timer.async_wait(asio::use_awaitable));
  if (first.index() == 1) co_return std::nullopt;
  if (error) std::rethrow_exception(error);
  co_return std::get<0>(first);
}
