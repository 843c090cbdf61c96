// Keeps cancellations away from the greeting.
// breaks: "a cancellation reaches it."
// step: 1
// lesson: cancellation-kept-away
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exo33-shared-state/plain_counter.hpp>
#include <utility>

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  const long number = state_->count();
  const auto executor = co_await asio::this_coro::executor;
  auto greeting =
      asio::co_spawn(executor, greet(),
                     asio::bind_cancellation_slot(asio::cancellation_slot(),
                                                  asio::use_awaitable));
  co_await std::move(greeting);
  co_return number;
}
