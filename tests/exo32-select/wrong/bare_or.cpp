// Races the call with a timer by ||, which keeps failures to itself.
// breaks: "What the call throws in time reaches the caller at once: the very
//   exception."
// step: 2
// lesson: error-hidden
#include "select.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <optional>
#include <utility>
#include <variant>

using namespace asio::experimental::awaitable_operators;

asio::awaitable<std::optional<exo32::Plate>> exo32::with_timeout(
    Call call, Milliseconds patience) {
  asio::steady_timer timer(co_await asio::this_coro::executor, patience);
  auto first =
      co_await (std::move(call) || timer.async_wait(asio::use_awaitable));
  if (first.index() == 1) co_return std::nullopt;
  co_return std::get<0>(first);
}
