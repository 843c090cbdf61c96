// Counts the milliseconds of a pause in an int.
// breaks: "At least `pause` passes between one scan that it gives and the
//   next one."
// step: 2
// lesson: too-fast
#include <exo45-streams/plain_throttle.hpp>

namespace exo45 {

namespace {

struct PauseInAnInt : plain::Throttle {
  using Throttle::Throttle;

  plain::Clock::time_point due() override {
    const int milliseconds = static_cast<int>(pause.count());
    return plain::from_now(Milliseconds(milliseconds));
  }
};

}  // namespace

Stream<Scan> throttle(Stream<Scan> source, Milliseconds pause) {
  return plain::throttle<PauseInAnInt>(std::move(source), pause);
}

}  // namespace exo45
