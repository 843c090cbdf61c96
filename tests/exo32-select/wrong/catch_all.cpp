// Whatever the call throws, it is called a time-out.
// breaks: "What the call throws in time reaches the caller at once: the very
//   exception."
// step: 2
// lesson: taken-for-late
#include "select.hpp"

#include <asio/co_spawn.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <optional>
#include <utility>

asio::awaitable<std::optional<exo32::Plate>> exo32::with_timeout(
    Call call, Milliseconds patience) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, patience);
  auto [order, timer_error, error, plate] =
      co_await asio::experimental::make_parallel_group(
          timer.async_wait(asio::deferred),
          asio::co_spawn(executor, std::move(call), asio::deferred))
          .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  if (error) co_return std::nullopt;
  co_return plate;
}
