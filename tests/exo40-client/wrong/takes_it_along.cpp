// Takes the token also if it was told to stop in that moment.
// breaks: "When it is cancelled, it throws operation_aborted and takes no
//   token: the next one in the queue gets it."
// step: 1
// lesson: token-lost-on-cancel
#include <algorithm>
#include <asio/this_coro.hpp>
#include <exo40-client/plain_turn.hpp>

namespace exo40 {

using plain::as_result;
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
  Turn turn(state->queue, co_await asio::this_coro::executor);
  for (;;) {
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
