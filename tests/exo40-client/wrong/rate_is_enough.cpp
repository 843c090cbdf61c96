// Takes a token for each start, and does not look at what is under way.
// breaks: "No more than `most` questions are in flight at any moment."
// step: 2
// lesson: starts-not-in-flight
#include "client.hpp"

#include <asio/cancellation_type.hpp>
#include <asio/steady_timer.hpp>
#include <list>
#include <utility>

namespace exo40 {

namespace {

using Queue = std::list<asio::steady_timer>;

bool cancelled(const asio::cancellation_state& state) {
  return state.cancelled() != asio::cancellation_type::none;
}

}  // namespace

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
  co_await state->bucket.take();
  co_return co_await carrier(std::move(query));
}

}  // namespace exo40
