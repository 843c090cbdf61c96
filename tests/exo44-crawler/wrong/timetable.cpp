// Plans the beginnings, one delay after the other; who is late makes up for it.
// breaks: "At one host, at least `delay` passes from the beginning of a fetch
//   to the beginning of the next."
// step: 3
// lesson: too-soon
#include <exo44-crawler/plain_turns.hpp>

namespace exo44 {

namespace {

struct Timetable : plain::Doors {
  using Doors::Doors;

  plain::Clock::time_point next_at(const plain::Host& host) override {
    const bool first = host.next == plain::Clock::time_point::min();
    return (first ? plain::Clock::now() : host.next) + manners.delay;
  }
};

}  // namespace

Fetch politely(Fetch fetch, Manners manners) {
  return plain::in_turn(std::make_shared<Timetable>(std::move(fetch), manners));
}

}  // namespace exo44
