// Goes straight in when the host is free, without a look at who waits.
// breaks: "At one host, they begin in the order in which they were asked for."
// step: 3
// lesson: overtaking
#include <exo44-crawler/plain_turns.hpp>

namespace exo44 {

namespace {

struct FreeMeansMine : plain::Doors {
  using Doors::Doors;

  asio::awaitable<void> wait_at(plain::Host& host) override {
    if (!is_free(host)) co_await Doors::wait_at(host);
  }
};

}  // namespace

Fetch politely(Fetch fetch, Manners manners) {
  return plain::in_turn(
      std::make_shared<FreeMeansMine>(std::move(fetch), manners));
}

}  // namespace exo44
