// Wraps what the greeting throws.
// breaks: "What `greet` throws reaches the caller"
// step: 1
// lesson: exception-lost
#include <exception>
#include <exo33-shared-state/plain_counter.hpp>
#include <stdexcept>

asio::awaitable<long> exo33::VisitCounter::visit(Work greet) {
  const long number = state_->count();
  try {
    co_await greet();
  } catch (const std::exception& error) {
    throw std::runtime_error(error.what());
  }
  co_return number;
}
