// Takes a visit back when the greeting fails.
// breaks: "a visitor who was counted stays counted."
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
  long number = 0;
  {
    const std::scoped_lock lock(state_->mutex);
    number = state_->page.read() + 1;
    state_->page.write(number);
  }
  try {
    co_await greet();
  } catch (...) {
    const std::scoped_lock lock(state_->mutex);
    state_->page.write(state_->page.read() - 1);
    throw;
  }
  co_return number;
}
