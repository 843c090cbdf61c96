// All halls of the program share their desks.
// breaks: "Two halls have two sets of desks, and do not wait for each other."
// step: 5
// lesson: static-state
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

struct exo33::Desks::State : Places {};
exo33::Desks::Desks(asio::any_io_executor executor, int limit) {
  static std::weak_ptr<State> for_all;
  state_ = for_all.lock();
  if (!state_) state_.reset(new State{{asio::make_strand(executor), limit}});
  for_all = state_;
}

asio::awaitable<void> exo33::Desks::serve(Work work) {
  co_await in_turn(state_, std::move(work));
}
