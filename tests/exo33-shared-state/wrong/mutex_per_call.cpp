// Makes a new mutex for each visit: it keeps nobody out.
// breaks: "One visitor at a time is counted: nobody else touches the page
//   meanwhile."
// step: 1
// lesson: two-hands
#include <exo33-shared-state/plain_counter.hpp>
#include <mutex>

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  std::mutex mutex;
  long number = 0;
  {
    const std::scoped_lock lock(mutex);
    number = state_->page.read() + 1;
    state_->page.write(number);
  }
  co_await greet();
  co_return number;
}
