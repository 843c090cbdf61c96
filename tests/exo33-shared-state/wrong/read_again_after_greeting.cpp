// Reads the visitor's number when the greeting is over.
// step: 1
// lesson: own-number
#include "shared_state.hpp"

// The solution's VisitCounter goes by another name, and another is written
// below.
namespace exo33 {
struct Reference {
  explicit Reference(Page& page);
  asio::awaitable<long> visit(Work greet);
  struct State;
  std::shared_ptr<State> state_;
};
}  // namespace exo33

#define VisitCounter Reference
#include <solutions/exo33-shared-state/shared_state.cpp>
#undef VisitCounter

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
