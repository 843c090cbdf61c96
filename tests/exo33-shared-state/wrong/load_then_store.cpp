// An atomic, loaded and then stored: it is changed in between.
// step: 1
// lesson: two-hands
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

#include <atomic>

struct exo33::VisitCounter::State {
  explicit State(Page& page) : page(page), count(page.read()) {}
  Page& page;
  std::atomic<long> count;
};
exo33::VisitCounter::VisitCounter(Page& page) : state_(new State(page)) {}

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  const long number = state_->count.load() + 1;
  state_->page.write(number);
  state_->count.store(number);
  co_await greet();
  co_return number;
}
