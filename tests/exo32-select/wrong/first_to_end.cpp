// The first to end wins, even if it ends with a refusal.
// breaks: "A call that fails while the other one still rings does not decide."
// step: 1
// lesson: failure-decides
#include "select.hpp"

#include <asio/co_spawn.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <utility>

asio::awaitable<exo32::Plate> exo32::first_answer(Call first, Call second) {
  const auto executor = co_await asio::this_coro::executor;
  auto [order, error1, plate1, error2, plate2] =
      co_await asio::experimental::make_parallel_group(
          asio::co_spawn(executor, std::move(first), asio::deferred),
          asio::co_spawn(executor, std::move(second), asio::deferred))
          .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  const auto error = order[0] == 0 ? error1 : error2;
  if (error) std::rethrow_exception(error);
  if (order[0] == 0) co_return plate1;
  co_return plate2;
}
