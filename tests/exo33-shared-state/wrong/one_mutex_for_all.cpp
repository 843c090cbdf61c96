// One mutex for all the counters of the program.
// breaks: "Two counters have two pages, and do not wait for each other."
// step: 1
// lesson: static-state
#include <exo33-shared-state/plain_counter.hpp>
#include <mutex>

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  static std::mutex mutex;
  long number = 0;
  {
    const std::scoped_lock lock(mutex);
    number = state_->page.read() + 1;
    state_->page.write(number);
  }
  co_await greet();
  co_return number;
}
