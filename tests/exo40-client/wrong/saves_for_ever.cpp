// Whatever was not taken may be taken later.
// breaks: "What comes while it is full is lost: it never holds more than
//   `burst`."
// step: 1
// lesson: bucket-overfills
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
  Turn turn(state->queue, co_await asio::this_coro::executor);
  for (;;) {
    if (cancelled(co_await asio::this_coro::cancellation_state))
      throw std::system_error(asio::error::operation_aborted);
    if (turn.first()) {
      const auto now = Clock::now();
      if (state->due() <= now) {
        state->full_at = state->full_at + state->every;
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
  return 1 + since / state_->every;
}

}  // namespace exo40
