// Greets once more when the greeting failed.
// breaks: "Then awaits `greet`, once, to its end"
// step: 1
// lesson: called-once
#include <mutex>

#include "shared_state.hpp"

struct exo33::VisitCounter::State {
  Page& page;
  std::mutex mutex{};
};
exo33::VisitCounter::VisitCounter(Page& page) : state_(new State{page}) {}

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  long number = 0;
  {
    const std::scoped_lock lock(state_->mutex);
    number = state_->page.read() + 1;
    state_->page.write(number);
  }
  bool greeted = false;
  try {
    co_await greet();
    greeted = true;
  } catch (const std::exception&) {
  }
  if (!greeted) co_await greet();
  co_return number;
}
