// Serves the one who came last.
// breaks: "Clients are served in the order in which they came"
// step: 5
// lesson: not-in-order
#include "shared_state.hpp"

// The solution's Desks goes by another name, and another is written below.
namespace exo33 {
struct Reference {
  Reference(asio::any_io_executor executor, int limit);
  asio::awaitable<void> serve(Work work);
  struct State;
  std::shared_ptr<State> state_;
};
}  // namespace exo33

#define Desks Reference
#include <solutions/exo33-shared-state/shared_state.cpp>
#undef Desks

#include <algorithm>

struct exo33::Desks::State : Places {};
exo33::Desks::Desks(asio::any_io_executor executor, int limit)
    : state_(new State{{asio::make_strand(executor), limit}}) {}

asio::awaitable<void> exo33::Desks::serve(Work work) {
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
