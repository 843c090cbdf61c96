// Greets first, and counts afterwards.
// breaks: "Then awaits `greet`"
// step: 1
// lesson: own-number
#include <exo33-shared-state/plain_counter.hpp>

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  co_await greet();
  co_return state_->count();
}
