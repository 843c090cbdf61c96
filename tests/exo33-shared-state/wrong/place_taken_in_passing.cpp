// Tries the free place before it goes to the strand, and joins the line there:
// who comes in between is first.
// breaks: "nobody overtakes them, not even at the moment of the release"
// step: 3
// lesson: overtaken
#include <atomic>

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
  std::atomic<bool> inside = false;

  asio::awaitable<void> wait() {
    if (inside.exchange(true)) co_await enter();
  }
  void let_the_next_one_in() {
    if (line.empty())
      inside = false;
    else
      leave();
  }
};
exo33::Mutex::Mutex(asio::any_io_executor executor)
    : state_(new State{{asio::make_strand(executor), 0}}) {}

asio::awaitable<void> exo33::Mutex::alone(Work work) {
  if (state_->inside.exchange(true))
    co_await asio::co_spawn(state_->strand, state_->wait(),
                            asio::use_awaitable);
  const std::shared_ptr<void> leaving(nullptr, [state = state_](void*) {
    asio::post(state->strand, [state] { state->let_the_next_one_in(); });
  });
  co_await work();
}
