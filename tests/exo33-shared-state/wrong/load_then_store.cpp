// An atomic, loaded and then stored: it is changed in between.
// breaks: "One visitor at a time is counted: nobody else touches the page
//   meanwhile."
// step: 1
// lesson: two-hands
#include <atomic>

#include "shared_state.hpp"

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
