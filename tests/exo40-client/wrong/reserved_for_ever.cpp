// Each one who comes reserves the next token, and sleeps until it is there.
// breaks: "When it is cancelled, it throws operation_aborted and takes no
//   token: the next one in the queue gets it."
// step: 1
// lesson: token-lost-on-cancel
#include "client.hpp"

#include <algorithm>
#include <asio/cancellation_type.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

namespace exo40 {

namespace {

bool cancelled(const asio::cancellation_state& state) {
  return state.cancelled() != asio::cancellation_type::none;
}

}  // namespace

struct TokenBucket::State {
  const Duration::rep burst;
  const Duration every;
  Clock::time_point full_at = Clock::now();
};

TokenBucket::TokenBucket(std::size_t burst, Duration every)
    : state_(new State{static_cast<Duration::rep>(burst), every}) {}

asio::awaitable<void> TokenBucket::take() {
  const auto state = state_;
  const auto now = Clock::now();
  state->full_at = std::max(state->full_at, now) + state->every;
  const auto mine = state->full_at - state->burst * state->every;
  asio::steady_timer timer(co_await asio::this_coro::executor, mine);
  if (mine > now) co_await timer.async_wait(asio::use_awaitable);
}

std::size_t TokenBucket::tokens() const {
  const auto missing = state_->full_at - Clock::now();
  if (missing <= Duration::zero()) return state_->burst;
  const auto taken = (missing + state_->every - Duration(1)) / state_->every;
  return taken < state_->burst ? state_->burst - taken : 0;
}

}  // namespace exo40
