// Looks whether there is a place before it waits, and not after.
// breaks: "No more than `in_flight` fetches are under way, and at one host no
//   more than `per_host`."
// step: 3
// lesson: too-many
#include <exo44-crawler/plain_turns.hpp>

namespace exo44 {

namespace {

struct LooksBeforeItWaits : plain::Doors {
  using Doors::Doors;

  asio::awaitable<void> wait_at(plain::Host& host) override {
    const auto executor = co_await asio::this_coro::executor;
    const Stay stay{*this, join(executor, host)};
    if (!may_go(*stay.turn)) co_await hear(*stay.turn);
  }
};

}  // namespace

Fetch politely(Fetch fetch, Manners manners) {
  return plain::in_turn(
      std::make_shared<LooksBeforeItWaits>(std::move(fetch), manners));
}

}  // namespace exo44
