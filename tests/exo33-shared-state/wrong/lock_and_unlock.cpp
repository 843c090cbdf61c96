// Locks and unlocks by hand: an exception in between leaves it locked.
// breaks: "What the page throws reaches the caller; nobody is greeted, and the
//   next visitor is counted."
// step: 1
// lesson: mutex-not-released
#include <exo33-shared-state/plain_counter.hpp>

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  state_->mutex.lock();
  const long number = state_->page.read() + 1;
  state_->page.write(number);
  state_->mutex.unlock();
  co_await greet();
  co_return number;
}
