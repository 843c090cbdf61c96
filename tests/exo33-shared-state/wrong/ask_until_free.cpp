// Asks again and again whether the lock is free.
// step: 3
// lesson: asks-again
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

#include <atomic>

struct exo33::Mutex::State {
  std::atomic<bool> taken = false;
};
exo33::Mutex::Mutex(asio::any_io_executor)
    : state_(std::make_shared<State>()) {}

asio::awaitable<void> exo33::Mutex::alone(Work work) {
  while (state_->taken.exchange(true)) co_await asio::post(asio::use_awaitable);
  try {
    co_await work();
  } catch (...) {
    state_->taken = false;
    throw;
  }
  state_->taken = false;
}
