// Knows what the reply may throw, and not what the call itself may throw.
// breaks: "However a question ends, its place is free for the next one."
// step: 2
// lesson: place-lost
#include <asio/this_coro.hpp>
#include <exo40-client/plain_turn.hpp>
#include <utility>

namespace exo40 {

using plain::as_result;
using plain::Queue;
using plain::Turn;

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
