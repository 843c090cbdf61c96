// One mutex for all desks: one client at a time.
// step: 4
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

struct exo33::Desks::State {
  Mutex mutex;
};
exo33::Desks::Desks(asio::any_io_executor executor, int)
    : state_(new State{Mutex(executor)}) {}

asio::awaitable<void> exo33::Desks::serve(Work work) {
  co_await state_->mutex.alone(std::move(work));
}
