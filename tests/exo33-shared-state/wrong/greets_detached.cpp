// Starts the greeting, and does not wait for it.
// breaks: "Then awaits `greet`, once, to its end; a cancellation reaches it."
// step: 1
// lesson: own-number
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/this_coro.hpp>
#include <exo33-shared-state/plain_counter.hpp>

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  const long number = state_->count();
  const auto executor = co_await asio::this_coro::executor;
  asio::co_spawn(executor, greet(), asio::detached);
  co_return number;
}
