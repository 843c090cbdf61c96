// Calls the carrier first, and awaits it when the token is there.
// breaks: "The carrier is called at the moment when the token is taken, not
//   later."
// step: 2
// lesson: tokens-hoarded
#include <asio/this_coro.hpp>
#include <exo40-client/plain_turn.hpp>
#include <utility>

namespace exo40 {

using plain::as_result;
using plain::Queue;
using plain::Turn;

struct Limiter::State {
  struct Place {
    State& of;
    ~Place() {
      --of.taken;
      if (!of.queue.empty()) of.queue.front().cancel();
    }
  };

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
  const State::Place place{*state};
  auto asking = carrier(std::move(query));
  co_await state->bucket.take();
  co_return co_await std::move(asking);
}

}  // namespace exo40
