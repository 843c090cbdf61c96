// Greets once more when the greeting failed.
// breaks: "Then awaits `greet`, once, to its end"
// step: 1
// lesson: called-once
#include <exception>
#include <exo33-shared-state/plain_counter.hpp>

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  const long number = state_->count();
  bool greeted = false;
  try {
    co_await greet();
    greeted = true;
  } catch (const std::exception&) {
  }
  if (!greeted) co_await greet();
  co_return number;
}
