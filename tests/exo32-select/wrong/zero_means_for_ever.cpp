// Takes a patience of zero or less for no limit.
// breaks: "A patience of zero or less is over at once."
// step: 2
// lesson: zero-for-ever
#include "select.hpp"

#include <asio/co_spawn.hpp>
#include <asio/experimental/parallel_group.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>
#include <workbook/asio.hpp>

asio::awaitable<std::optional<exo32::Plate>> exo32::with_timeout(
    Call call, Milliseconds patience) {
  if (patience <= Milliseconds(0)) co_return co_await std::move(call);
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, patience);
  auto [order, timer_error, error, plate] =
      co_await asio::experimental::make_parallel_group(
          timer.async_wait(asio::deferred),
          asio::co_spawn(executor, std::move(call), asio::deferred))
          .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  if (order[0] == 0 && !timer_error) co_return std::nullopt;
  if (error) std::rethrow_exception(error);
  co_return plate;
}
