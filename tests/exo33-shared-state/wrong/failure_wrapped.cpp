// Wraps what the greeting throws.
// breaks: "What `greet` throws reaches the caller"
// step: 1
// lesson: exception-lost
#include <mutex>
#include <stdexcept>

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
  try {
    co_await greet();
  } catch (const std::exception& error) {
    throw std::runtime_error(error.what());
  }
  co_return number;
}
