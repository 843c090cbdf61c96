// Greets first, and counts afterwards.
// breaks: "Then awaits `greet`"
// step: 1
// lesson: own-number
#include <mutex>

#include "shared_state.hpp"

struct exo33::VisitCounter::State {
  Page& page;
  std::mutex mutex{};
};
exo33::VisitCounter::VisitCounter(Page& page) : state_(new State{page}) {}

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  co_await greet();
  long number = 0;
  {
    const std::scoped_lock lock(state_->mutex);
    number = state_->page.read() + 1;
    state_->page.write(number);
  }
  co_return number;
}
