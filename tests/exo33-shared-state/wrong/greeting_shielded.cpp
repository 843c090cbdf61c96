// Keeps cancellations away from the greeting.
// breaks: "a cancellation reaches it."
// step: 1
// lesson: cancellation-kept-away
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <mutex>

#include "shared_state.hpp"

struct exo33::VisitCounter::State {
  Page& page;
  std::mutex mutex{};
};
exo33::VisitCounter::VisitCounter(Page& page) : state_(new State{page}) {}

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  long number = 0;
  {
    const std::scoped_lock lock(state_->mutex);
    number = state_->page.read() + 1;
    state_->page.write(number);
  }
  const auto executor = co_await asio::this_coro::executor;
  auto greeting =
      asio::co_spawn(executor, greet(),
                     asio::bind_cancellation_slot(asio::cancellation_slot(),
                                                  asio::use_awaitable));
  co_await std::move(greeting);
  co_return number;
}
