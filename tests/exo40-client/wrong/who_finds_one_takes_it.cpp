// Joins the queue only when there is no token.
// breaks: "Tokens are given in the order of coming, and nobody overtakes."
// step: 1
// lesson: overtaking
#include <algorithm>
#include <asio/error.hpp>
#include <asio/this_coro.hpp>
#include <exo40-client/plain_turn.hpp>
#include <system_error>

namespace exo40 {

using plain::as_result;
using plain::cancelled;
using plain::Queue;
using plain::Turn;

struct TokenBucket::State {
  Clock::time_point due() const { return full_at - (burst - 1) * every; }

  const Duration::rep burst;
  const Duration every;
  Clock::time_point full_at = Clock::now();
  Queue queue = {};
};

TokenBucket::TokenBucket(std::size_t burst, Duration every)
    : state_(new State{static_cast<Duration::rep>(burst), every}) {}

asio::awaitable<void> TokenBucket::take() {
  const auto state = state_;
  if (state->due() <= Clock::now()) {
    state->full_at = std::max(state->full_at, Clock::now()) + state->every;
    co_return;
  }
  Turn turn(state->queue, co_await asio::this_coro::executor);
  for (;;) {
    if (cancelled(co_await asio::this_coro::cancellation_state))
      throw std::system_error(asio::error::operation_aborted);
    if (turn.first()) {
      const auto now = Clock::now();
      if (state->due() <= now) {
        state->full_at = std::max(state->full_at, now) + state->every;
        co_return;
      }
      turn.bell().expires_at(state->due());
    }
    co_await turn.bell().async_wait(as_result);
  }
}

std::size_t TokenBucket::tokens() const {
  const auto now = Clock::now();
  if (!state_->queue.empty() || state_->due() > now) return 0;
  const auto since = now - state_->due();
  return std::min(state_->burst, 1 + since / state_->every);
}

}  // namespace exo40
