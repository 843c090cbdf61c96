// One queue for all hosts, and only its head may go.
// breaks: "A fetch begins as soon as these allow: who waits for one host takes
//   no place from others."
// step: 3
// lesson: busy-host-blocks-others
#include <exo44-crawler/plain_turns.hpp>

namespace exo44 {

namespace {

struct OneQueueForAll : plain::Doors {
  using Doors::Doors;

  bool may_go(const plain::Turn& turn) override {
    return &turn == &waiting.front() && is_free(turn.host);
  }
};

}  // namespace

Fetch politely(Fetch fetch, Manners manners) {
  return plain::in_turn(
      std::make_shared<OneQueueForAll>(std::move(fetch), manners));
}

}  // namespace exo44
