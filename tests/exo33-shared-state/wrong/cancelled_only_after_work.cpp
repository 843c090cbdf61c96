// Shields those who wait from being cancelled.
// breaks: "Cancelled in the line, the caller leaves it at once"
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

#include <asio/bind_cancellation_slot.hpp>

struct exo33::Mutex::State : Places {};
exo33::Mutex::Mutex(asio::any_io_executor executor)
    : state_(new State{{asio::make_strand(executor), 1}}) {}

asio::awaitable<void> exo33::Mutex::alone(Work work) {
  auto turn =
      asio::co_spawn(state_->strand, state_->enter(),
                     asio::bind_cancellation_slot(asio::cancellation_slot(),
                                                  asio::use_awaitable));
  co_await std::move(turn);
  const Place place(state_);
  co_await work();
}
