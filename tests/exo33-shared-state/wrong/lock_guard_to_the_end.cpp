// Holds the mutex to the end of the coroutine.
// breaks: "Any number of visitors are greeted at the same time, and others are
//   counted meanwhile."
// step: 1
// lesson: mutex-across-co-await
#include <exo33-shared-state/plain_counter.hpp>
#include <mutex>

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  const std::scoped_lock lock(state_->mutex);
  const long number = state_->page.read() + 1;
  state_->page.write(number);
  co_await greet();
  co_return number;
}
