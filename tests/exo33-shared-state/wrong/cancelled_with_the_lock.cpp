// Leaves the line when cancelled, although the lock was already handed over.
// breaks: "At whatever moment somebody is cancelled, no turn is lost."
// step: 3
// lesson: turn-lost
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
    if (free > 0) {
      --free;
      co_return;
    }
    Waiting me{{strand, asio::steady_timer::time_point::max()}};
    line.push_back(&me);
    asio::error_code rung;
    co_await me.bell.async_wait(
        asio::redirect_error(asio::use_awaitable, rung));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() == asio::cancellation_type::none) co_return;
    std::erase(line, &me);
    throw std::system_error(asio::error::operation_aborted);
  }
};
exo33::Mutex::Mutex(asio::any_io_executor executor)
    : state_(new State{{asio::make_strand(executor), 1}}) {}

asio::awaitable<void> exo33::Mutex::alone(Work work) {
  co_await asio::co_spawn(state_->strand, state_->enter(), asio::use_awaitable);
  const Place place(state_);
  co_await work();
}
