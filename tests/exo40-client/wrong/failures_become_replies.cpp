// Makes a 503 of what the carrier throws.
// breaks: "What the carrier gives or throws is what comes out."
// step: 2
// lesson: reply-changed
#include <asio/this_coro.hpp>
#include <exo40-client/plain_turn.hpp>
#include <system_error>
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
  co_await state->bucket.take();
  try {
    co_return co_await carrier(std::move(query));
  } catch (const std::system_error&) {
    throw;
  } catch (...) {
    Reply reply;
    reply.status = 503;
    co_return reply;
  }
}

}  // namespace exo40
