// Lets everybody look when a place is free: who looks first goes.
// breaks: "At one host, they begin in the order in which they were asked for."
// step: 3
// lesson: overtaking
#include <exo44-crawler/plain_turns.hpp>

namespace exo44 {

namespace {

struct WhoeverLooksFirst : plain::Doors {
  using Doors::Doors;

  bool may_go(const plain::Turn& turn) override { return is_free(turn.host); }
  void ring() override {
    for (auto turn = waiting.rbegin(); turn != waiting.rend(); ++turn)
      turn->bell.cancel();
  }
};

}  // namespace

Fetch politely(Fetch fetch, Manners manners) {
  return plain::in_turn(
      std::make_shared<WhoeverLooksFirst>(std::move(fetch), manners));
}

}  // namespace exo44
