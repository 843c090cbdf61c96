// Counts without a lock.
// breaks: "One visitor at a time is counted: nobody else touches the page
//   meanwhile."
// step: 1
// lesson: two-hands
#include <exo33-shared-state/plain_counter.hpp>

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  const long number = state_->page.read() + 1;
  state_->page.write(number);
  co_await greet();
  co_return number;
}
