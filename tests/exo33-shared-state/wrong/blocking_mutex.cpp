// Takes a std::mutex over the whole work.
// step: 3
// lesson: blocks-a-thread
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

struct exo33::Mutex::State {
  std::mutex mutex;
};
exo33::Mutex::Mutex(asio::any_io_executor)
    : state_(std::make_shared<State>()) {}

asio::awaitable<void> exo33::Mutex::alone(Work work) {
  const std::scoped_lock lock(state_->mutex);
  co_await work();
}
