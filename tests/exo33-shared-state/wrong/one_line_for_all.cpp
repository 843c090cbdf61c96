// All locks of the program share one line.
// breaks: "Two locks have two lines, and do not wait for each other."
// step: 3
// lesson: static-state
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
exo33::Mutex::Mutex(asio::any_io_executor executor) {
  static std::weak_ptr<State> for_all;
  state_ = for_all.lock();
  if (!state_) state_.reset(new State{{asio::make_strand(executor), 1}});
  for_all = state_;
}

asio::awaitable<void> exo33::Mutex::alone(Work work) {
  co_await in_turn(state_, std::move(work));
}
