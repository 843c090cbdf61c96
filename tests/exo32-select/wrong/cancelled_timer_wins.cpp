// A timer that was cancelled counts as one that has rung.
// breaks: "Cancelled itself, the function cancels its calls, waits until they
//   have stopped, and throws."
// step: 2
// lesson: taken-for-late
#include "select.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <optional>
#include <utility>
#include <variant>

using namespace asio::experimental::awaitable_operators;

namespace {
struct Ending {
  exo32::Plate plate;
  std::exception_ptr error;
};

asio::awaitable<Ending> ending(exo32::Call call) {
  Ending ending;
  try {
    ending.plate = co_await std::move(call);
  } catch (...) {
    ending.error = std::current_exception();
  }
  co_return ending;
}
}  // namespace

asio::awaitable<std::optional<exo32::Plate>> exo32::with_timeout(
    Call call, Milliseconds patience) {
  asio::steady_timer timer(co_await asio::this_coro::executor, patience);
  asio::error_code ignored;
  auto first = co_await (
      timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored)) ||
      ending(std::move(call)));
  if (first.index() == 0) co_return std::nullopt;
  Ending& end = std::get<1>(first);
  if (end.error) std::rethrow_exception(end.error);
  co_return end.plate;
}
