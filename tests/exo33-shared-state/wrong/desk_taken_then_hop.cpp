// Who finds a free desk lets others go on first, and is not yet sure to give it
// back: cancelled there, it is lost.
// breaks: "At whatever moment a client is cancelled, no desk is lost"
// step: 5
// lesson: turn-lost
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
  asio::awaitable<bool> finds_a_free_one() {
    const bool found = free > 0;
    co_await enter();
    co_return found;
  }
};
exo33::Desks::Desks(asio::any_io_executor executor, int limit)
    : state_(new State{{asio::make_strand(executor), limit}}) {}

asio::awaitable<void> exo33::Desks::serve(Work work) {
  const bool found = co_await asio::co_spawn(
      state_->strand, state_->finds_a_free_one(), asio::use_awaitable);
  if (found) co_await asio::post(asio::use_awaitable);
  const Place place(state_);
  co_await work();
}
