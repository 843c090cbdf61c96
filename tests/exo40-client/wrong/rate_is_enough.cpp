// Takes a token for each start, and does not look at what is under way.
// breaks: "No more than `most` questions are in flight at any moment."
// step: 2
// lesson: starts-not-in-flight
#include "client.hpp"

#include <utility>

namespace exo40 {

struct Limiter::State {
  TokenBucket& bucket;
};

Limiter::Limiter(TokenBucket& bucket, std::size_t)
    : state_(new State{bucket}) {}

asio::awaitable<Reply> Limiter::ask(const Carrier& carrier, std::string query) {
  const auto state = state_;
  co_await state->bucket.take();
  co_return co_await carrier(std::move(query));
}

}  // namespace exo40
