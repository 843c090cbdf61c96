// Shields those who wait from being cancelled.
// breaks: "Cancelled in the line, a client leaves it at once"
// step: 5
// lesson: left-in-line
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

#include <asio/bind_cancellation_slot.hpp>

struct exo33::Desks::State : Places {};
exo33::Desks::Desks(asio::any_io_executor executor, int limit)
    : state_(new State{{asio::make_strand(executor), limit}}) {}

asio::awaitable<void> exo33::Desks::serve(Work work) {
  auto turn =
      asio::co_spawn(state_->strand, state_->enter(),
                     asio::bind_cancellation_slot(asio::cancellation_slot(),
                                                  asio::use_awaitable));
  co_await std::move(turn);
  const Place place(state_);
  co_await work();
}
