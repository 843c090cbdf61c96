// Gives the lock back by co_await, which a cancelled coroutine cannot.
// breaks: "or because it was cancelled."
// step: 3
// lesson: lock-kept
#include "shared_state.hpp"

// The solution's Mutex goes by another name, and another is written below.
namespace exo33 {
struct Reference {
  explicit Reference(asio::any_io_executor executor);
  asio::awaitable<void> alone(Work work);
  struct State;
  std::shared_ptr<State> state_;
};
}  // namespace exo33

#define Mutex Reference
#include <solutions/exo33-shared-state/shared_state.cpp>
#undef Mutex

struct exo33::Mutex::State : Places {};
exo33::Mutex::Mutex(asio::any_io_executor executor)
    : state_(new State{{asio::make_strand(executor), 1}}) {}

namespace {
asio::awaitable<void> leave(std::shared_ptr<exo33::Places> places) {
  places->leave();
  co_return;
}
}  // namespace

asio::awaitable<void> exo33::Mutex::alone(Work work) {
  co_await asio::co_spawn(state_->strand, state_->enter(), asio::use_awaitable);
  std::exception_ptr failure;
  try {
    co_await work();
  } catch (...) {
    failure = std::current_exception();
  }
  co_await asio::co_spawn(state_->strand, leave(state_), asio::use_awaitable);
  if (failure) std::rethrow_exception(failure);
}
