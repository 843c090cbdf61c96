// The call was first; yet if the clock has gone on since, it counts as late.
// breaks: "Returns what the call answers within `patience`, at once, and just
//   as it was given."
// step: 2
// lesson: taken-for-late
#include "select.hpp"

#include <asio/co_spawn.hpp>
#include <asio/experimental/parallel_group.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <utility>
#include <workbook/asio.hpp>

asio::awaitable<std::optional<exo32::Plate>> exo32::with_timeout(
    Call call, Milliseconds patience) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, patience);
  auto [order, timer_error, error, plate] =
      co_await asio::experimental::make_parallel_group(
          timer.async_wait(asio::deferred),
          asio::co_spawn(executor, std::move(call), asio::deferred))
          .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  if (order[0] == 0 && !timer_error) co_return std::nullopt;
  if (error) std::rethrow_exception(error);
  if (timer.expiry() <= std::chrono::steady_clock::now())
    co_return std::nullopt;
  co_return plate;
}
