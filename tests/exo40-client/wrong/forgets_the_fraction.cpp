// Makes whole tokens of the time that has passed, and counts from now.
// breaks: "A bucket that is not full gets a token each `every`, counted
//   from the moment when it was full last."
// step: 1
// lesson: fraction-lost
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
  void refill() {
    const auto now = Clock::now();
    const auto passed = (now - since) / every;
    since = now;
    tokens = std::min<std::size_t>(burst, tokens + passed);
  }

  const std::size_t burst;
  const Duration every;
  std::size_t tokens = burst;
  Clock::time_point since = Clock::now();
  Queue queue = {};
};

TokenBucket::TokenBucket(std::size_t burst, Duration every)
    : state_(new State{burst, every}) {}

asio::awaitable<void> TokenBucket::take() {
  const auto state = state_;
  Turn turn(state->queue, co_await asio::this_coro::executor);
  for (;;) {
    if (cancelled(co_await asio::this_coro::cancellation_state))
      throw std::system_error(asio::error::operation_aborted);
    if (turn.first()) {
      state->refill();
      if (state->tokens > 0) {
        --state->tokens;
        co_return;
      }
      turn.bell().expires_at(state->since + state->every);
    }
    co_await turn.bell().async_wait(as_result);
  }
}

std::size_t TokenBucket::tokens() const {
  state_->refill();
  return state_->queue.empty() ? state_->tokens : 0;
}

}  // namespace exo40
