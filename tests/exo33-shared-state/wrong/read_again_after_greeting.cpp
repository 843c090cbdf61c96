// Reads the visitor's number when the greeting is over.
// breaks: "the result is the number written, which is that visitor's own."
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
  {
    const std::scoped_lock lock(state_->mutex);
    state_->page.write(state_->page.read() + 1);
  }
  co_await greet();
  const std::scoped_lock lock(state_->mutex);
  co_return state_->page.read();
}
