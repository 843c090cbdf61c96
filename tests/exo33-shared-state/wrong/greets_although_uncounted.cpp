// Greets, whatever happened to the page.
// breaks: "nobody is greeted"
// step: 1
// lesson: called-once
#include <exception>
#include <exo33-shared-state/plain_counter.hpp>

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  long number = 0;
  std::exception_ptr failure;
  try {
    number = state_->count();
  } catch (...) {
    failure = std::current_exception();
  }
  co_await greet();
  if (failure) std::rethrow_exception(failure);
  co_return number;
}
