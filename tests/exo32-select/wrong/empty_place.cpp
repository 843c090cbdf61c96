// Takes the result of the first to end, without a look at its error.
// breaks: "is the first to give one, just as it was given"
// step: 1
// lesson: wrong-winner
#include "select.hpp"

#include <asio/co_spawn.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <utility>

asio::awaitable<exo32::Plate> exo32::first_answer(Call first, Call second) {
  const auto executor = co_await asio::this_coro::executor;
  auto [order, error1, plate1, error2, plate2] =
      co_await asio::experimental::make_parallel_group(
          asio::co_spawn(executor, std::move(first), asio::deferred),
          asio::co_spawn(executor, std::move(second), asio::deferred))
          .async_wait(asio::experimental::wait_for_one_success(),
                      asio::use_awaitable);
  if (order[0] == 0) co_return plate1;
  co_return plate2;
}
