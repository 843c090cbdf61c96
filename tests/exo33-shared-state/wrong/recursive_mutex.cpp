// Takes a recursive mutex, because the other one got stuck.
// breaks: "Any number of visitors are greeted at the same time, and others are
//   counted meanwhile."
// step: 1
// lesson: mutex-across-co-await
#include <mutex>

#include "shared_state.hpp"

struct exo33::VisitCounter::State {
  Page& page;
  std::recursive_mutex mutex{};
};
exo33::VisitCounter::VisitCounter(Page& page) : state_(new State{page}) {}

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  const std::scoped_lock lock(state_->mutex);
  const long number = state_->page.read() + 1;
  state_->page.write(number);
  co_await greet();
  co_return number;
}
