// Keeps the number in an int.
// breaks: "Adds one to what the page says"
// step: 1
// lesson: number-cut
#include <exo33-shared-state/plain_counter.hpp>
#include <mutex>

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  int number = 0;
  {
    const std::scoped_lock lock(state_->mutex);
    number = static_cast<int>(state_->page.read()) + 1;
    state_->page.write(number);
  }
  co_await greet();
  co_return number;
}
