// Greets, whatever happened to the page.
// breaks: "nobody is greeted"
// step: 1
// lesson: called-once
#include <exception>
#include <mutex>

#include "shared_state.hpp"

struct exo33::VisitCounter::State {
  Page& page;
  std::mutex mutex{};
};
exo33::VisitCounter::VisitCounter(Page& page) : state_(new State{page}) {}

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  long number = 0;
  std::exception_ptr failure;
  try {
    const std::scoped_lock lock(state_->mutex);
    number = state_->page.read() + 1;
    state_->page.write(number);
  } catch (...) {
    failure = std::current_exception();
  }
  co_await greet();
  if (failure) std::rethrow_exception(failure);
  co_return number;
}
