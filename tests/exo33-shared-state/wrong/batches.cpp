// Waits until all desks are empty before it lets the next ones in.
// breaks: "No desk is idle while somebody waits: as soon as one is free, the
//   next client is served."
// step: 5
// lesson: limit-not-reached
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

struct exo33::Desks::State : Places {
  int limit;
  int left = 0;

  void leave() {
    if (++left < limit && free + left < limit) return;
    for (; left > 0; --left) Places::leave();
  }
};
exo33::Desks::Desks(asio::any_io_executor executor, int limit)
    : state_(new State{{asio::make_strand(executor), limit}, limit}) {}

asio::awaitable<void> exo33::Desks::serve(Work work) {
  co_await asio::co_spawn(state_->strand, state_->enter(), asio::use_awaitable);
  std::exception_ptr failure;
  try {
    co_await work();
  } catch (...) {
    failure = std::current_exception();
  }
  asio::post(state_->strand, [state = state_] { state->leave(); });
  if (failure) std::rethrow_exception(failure);
}
