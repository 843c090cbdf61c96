// Runs the work where the lock has its strand.
// breaks: "and runs where the client runs; the client comes back there"
// step: 5
// lesson: caller-moved
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
exo33::Desks::Desks(asio::any_io_executor executor, int limit)
    : state_(new State{{asio::make_strand(executor), limit}}) {}

asio::awaitable<void> exo33::Desks::serve(Work work) {
  co_await asio::co_spawn(state_->strand, state_->enter(), asio::use_awaitable);

  const Place place(state_);
  co_await asio::co_spawn(state_->strand, work(), asio::use_awaitable);
}
