// Takes a cancellation in the line for its turn.
// step: 3
// lesson: left-in-line
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
  asio::strand<asio::any_io_executor> strand;
  bool taken = false;
  std::deque<std::shared_ptr<asio::steady_timer>> line{};

  asio::awaitable<void> enter() {
    if (!taken) {
      taken = true;
      co_return;
    }
    auto bell = std::make_shared<asio::steady_timer>(
        strand, asio::steady_timer::time_point::max());
    line.push_back(bell);
    asio::error_code rung;
    co_await bell->async_wait(asio::redirect_error(asio::use_awaitable, rung));
  }

  void leave() {
    taken = !line.empty();
    if (!taken) return;
    line.front()->cancel();
    line.pop_front();
  }
};
exo33::Mutex::Mutex(asio::any_io_executor executor)
    : state_(new State{asio::make_strand(executor)}) {}

asio::awaitable<void> exo33::Mutex::alone(Work work) {
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
