// Puts the place down and rings: a newcomer may take it first.
// breaks: "nobody overtakes them, not even at the moment of the release."
// step: 3
// lesson: overtaken
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

struct exo33::Mutex::State : Places {
  asio::awaitable<void> enter() {
    Waiting me{{strand, asio::steady_timer::time_point::max()}};
    for (bool came_before = false; free == 0; came_before = true) {
      me.has_place = false;
      if (came_before)
        line.push_front(&me);
      else
        line.push_back(&me);
      asio::error_code rung;
      co_await me.bell.async_wait(
          asio::redirect_error(asio::use_awaitable, rung));
      if (me.has_place) continue;
      std::erase(line, &me);
      throw std::system_error(asio::error::operation_aborted);
    }
    --free;
  }

  void leave() {
    ++free;
    if (line.empty()) return;
    line.front()->has_place = true;
    line.front()->bell.cancel();
    line.pop_front();
  }
};
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
  asio::post(state_->strand, [state = state_] { state->leave(); });
  if (failure) std::rethrow_exception(failure);
}
