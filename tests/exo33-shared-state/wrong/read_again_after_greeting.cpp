// Reads the visitor's number when the greeting is over.
// breaks: "the result is the number written, which is that visitor's own."
// step: 1
// lesson: own-number
#include <exo33-shared-state/plain_counter.hpp>
#include <mutex>

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  state_->count();
  co_await greet();
  const std::scoped_lock lock(state_->mutex);
  co_return state_->page.read();
}
