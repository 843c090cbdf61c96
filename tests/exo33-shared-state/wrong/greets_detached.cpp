// Starts the greeting, and does not wait for it.
// breaks: "Then awaits `greet`, once, to its end; a cancellation reaches it."
// step: 1
// lesson: own-number
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/this_coro.hpp>
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
  asio::co_spawn(executor, greet(), asio::detached);
  co_return number;
}
