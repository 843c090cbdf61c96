// Takes a visit back when the greeting fails.
// breaks: "a visitor who was counted stays counted."
// step: 1
// lesson: own-number
#include <exo33-shared-state/plain_counter.hpp>
#include <mutex>

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  const long number = state_->count();
  try {
    co_await greet();
  } catch (...) {
    const std::scoped_lock lock(state_->mutex);
    state_->page.write(state_->page.read() - 1);
    throw;
  }
  co_return number;
}
