// Takes the next one from the wrong end of the line.
// breaks: "Those who wait are let in one by one, in the order in which they
//   came"
// step: 3
// lesson: not-in-order
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

#include <algorithm>

struct exo33::Mutex::State : Places {};
exo33::Mutex::Mutex(asio::any_io_executor executor)
    : state_(new State{{asio::make_strand(executor), 1}}) {}

asio::awaitable<void> exo33::Mutex::alone(Work work) {
  co_await asio::co_spawn(state_->strand, state_->enter(), asio::use_awaitable);
  std::exception_ptr failure;
  try {
    co_await work();
  } catch (...) {
    failure = std::current_exception();
  }
  asio::post(state_->strand, [state = state_] {
    std::rotate(state->line.begin(),
                std::prev(state->line.end(), !state->line.empty()),
                state->line.end());
    state->leave();
  });
  if (failure) std::rethrow_exception(failure);
}
