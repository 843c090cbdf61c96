// Starts both calls apart, takes the first answer, forgets the other call.
// breaks: "A call whose answer is no longer wanted is cancelled (told to stop)"
// step: 1
// lesson: loser-goes-on
#include "select.hpp"

#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace {
struct Race {
  asio::steady_timer bell;
  int refusals = 0;
  std::optional<exo32::Plate> plate;
};
}  // namespace

asio::awaitable<exo32::Plate> exo32::first_answer(Call first, Call second) {
  const auto executor = co_await asio::this_coro::executor;
  auto race = std::make_shared<Race>(
      asio::steady_timer(executor, asio::steady_timer::time_point::max()));
  auto on_end = [race](std::exception_ptr error, Plate plate) {
    if (!error && !race->plate) race->plate = plate;
    if (error && ++race->refusals < 2) return;
    race->bell.cancel();
  };
  asio::co_spawn(executor, std::move(first), on_end);
  asio::co_spawn(executor, std::move(second), on_end);
  asio::error_code rung;
  co_await race->bell.async_wait(
      asio::redirect_error(asio::use_awaitable, rung));
  co_return race->plate.value();
}
