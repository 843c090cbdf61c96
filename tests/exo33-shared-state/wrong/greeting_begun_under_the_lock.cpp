// Calls the greeting while the lock is still held, and awaits it afterwards.
// breaks: "Any number of visitors are greeted at the same time, and others are
//   counted meanwhile."
// step: 1
// lesson: mutex-across-co-await
#include <exo33-shared-state/plain_counter.hpp>
#include <mutex>
#include <utility>

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  long number = 0;
  asio::awaitable<void> greeting;
  {
    const std::scoped_lock lock(state_->mutex);
    number = state_->page.read() + 1;
    state_->page.write(number);
    greeting = greet();
  }
  co_await std::move(greeting);
  co_return number;
}
