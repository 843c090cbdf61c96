// Each scan has its time, counted from the first one.
// breaks: "At least `pause` passes between one scan that it gives and the
//   next one."
// step: 2
// lesson: too-fast
#include <exo45-streams/plain_throttle.hpp>

namespace exo45 {

namespace {

struct Timetable : plain::Throttle {
  using Throttle::Throttle;

  plain::Clock::time_point due() override {
    const bool is_first = not_before == plain::Clock::time_point::min();
    return is_first ? plain::from_now(pause) : not_before + pause;
  }
};

}  // namespace

Stream<Scan> throttle(Stream<Scan> source, Milliseconds pause) {
  return plain::throttle<Timetable>(std::move(source), pause);
}

}  // namespace exo45
