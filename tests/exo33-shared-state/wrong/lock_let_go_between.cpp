// Locks for the reading, and once more for the writing.
// breaks: "One visitor at a time is counted: nobody else touches the page
//   meanwhile."
// step: 1
// lesson: two-hands
#include <exo33-shared-state/plain_counter.hpp>
#include <mutex>

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  long number = 0;
  {
    const std::scoped_lock lock(state_->mutex);
    number = state_->page.read() + 1;
  }
  {
    const std::scoped_lock lock(state_->mutex);
    state_->page.write(number);
  }
  co_await greet();
  co_return number;
}
