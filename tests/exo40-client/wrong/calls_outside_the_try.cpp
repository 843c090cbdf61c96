// Knows what the reply may throw, and not what the call itself may throw.
// breaks: "However a question ends, its place is free for the next one."
// step: 2
// lesson: place-lost
#include "client.hpp"

#include <asio/any_io_executor.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <list>
#include <utility>
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

}  // namespace

struct Limiter::State {
  void give_back() {
    --taken;
    if (!queue.empty()) queue.front().cancel();
  }

  TokenBucket& bucket;
  const std::size_t most;
  std::size_t taken = 0;
  Queue queue = {};
};

Limiter::Limiter(TokenBucket& bucket, std::size_t most)
    : state_(new State{bucket, most}) {}

asio::awaitable<Reply> Limiter::ask(const Carrier& carrier, std::string query) {
  const auto state = state_;
  {
    Turn turn(state->queue, co_await asio::this_coro::executor);
    while (!turn.first() || state->taken == state->most)
      co_await turn.bell().async_wait(as_result);
    ++state->taken;
  }
  try {
    co_await state->bucket.take();
  } catch (...) {
    state->give_back();
    throw;
  }
  auto asking = carrier(std::move(query));
  try {
    auto reply = co_await std::move(asking);
    state->give_back();
    co_return reply;
  } catch (...) {
    state->give_back();
    throw;
  }
}

}  // namespace exo40
