// Makes whole tokens of the time that has passed, and counts from now.
// breaks: "A bucket that is not full gets a token each `every`, counted
//   from the moment when it was full last."
// step: 1
// lesson: fraction-lost
#include "client.hpp"

#include <algorithm>
#include <asio/any_io_executor.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <list>
#include <system_error>
#include <workbook/asio.hpp>

namespace exo40 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

using Queue = std::list<asio::steady_timer>;

class Turn {
 public:
  Turn(Queue& queue, const asio::any_io_executor& executor)
      : queue_(queue),
        bell_(queue.emplace(queue.end(), executor, Clock::time_point::max())) {}
  ~Turn() {
    queue_.erase(bell_);
    if (!queue_.empty()) queue_.front().cancel();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  bool first() const { return bell_ == queue_.begin(); }
  asio::steady_timer& bell() { return *bell_; }

 private:
  Queue& queue_;
  const Queue::iterator bell_;
};

bool cancelled(const asio::cancellation_state& state) {
  return state.cancelled() != asio::cancellation_type::none;
}

}  // namespace

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
