// Reads the page once, and counts in memory from then on.
// breaks: "Adds one to what the page says"
// step: 1
// lesson: page-cached
#include <mutex>
#include <optional>

#include "shared_state.hpp"

struct exo33::VisitCounter::State {
  Page& page;
  std::mutex mutex{};
  std::optional<long> count{};
};
exo33::VisitCounter::VisitCounter(Page& page) : state_(new State{page}) {}

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  long number = 0;
  {
    const std::scoped_lock lock(state_->mutex);
    if (!state_->count) state_->count = state_->page.read();
    number = ++*state_->count;
    state_->page.write(number);
  }
  co_await greet();
  co_return number;
}
