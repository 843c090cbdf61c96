// Counts with an atomic, and writes the page without protection.
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
  const long number = ++state_->count;
  state_->page.write(number);
  co_await greet();
  co_return number;
}
