// The first company to end decides, even by a refusal.
// breaks: "whatever was refused before"
// step: 3
// lesson: failure-decides
#include "select.hpp"

#include <asio/co_spawn.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <utility>
#include <vector>

namespace {
exo32::Call first_to_end(exo32::Call first, exo32::Call second) {
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
}  // namespace

asio::awaitable<exo32::Plate> exo32::first_success(std::vector<Call> calls) {
  if (calls.empty()) throw NoCab({});
  Call race = std::move(calls[0]);
  for (std::size_t i = 1; i < calls.size(); ++i)
    race = first_to_end(std::move(race), std::move(calls[i]));
  co_return co_await std::move(race);
}
