// A stage with a clock of its own: what waits for a time waits for the test.
//
//   TimedStage stage;
//   auto nap = stage.run("pause(20ms)", exo29::pause(20ms));
//   stage.advance(20ms - 1ns);
//   EXPECT(ends_too_early, nap.waits());
//   stage.advance(1ns);
//   EXPECT(ends_too_late, nap.returned());
#pragma once

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <support/clock.hpp>
#include <support/stage.hpp>

namespace workbook {

// "at 20 ms:", or "at 49 h:" where it is a number of hours; "" at the
// beginning.
inline std::string moment_at(TestClock::Duration now) {
  using namespace std::chrono_literals;
  if (now == 0ns) return "";
  const bool hours = now % 1h == 0ns;
  const std::chrono::duration<double, std::milli> ms = now;
  const auto number =
      decimal(hours ? static_cast<double>(now / 1h) : ms.count(), 6);
  return fmt::format(fmt::runtime(Text{"at {} {}:", "à {}\u00a0{} :"}.spoken()),
                     number, hours ? "h" : "ms");
}

// The clock is made first and goes last: the loop needs it to the end.
class TimedStage : public TestClock, public Stage {
 public:
  TimedStage() {
    story.use_clock(
        [&clock = static_cast<TestClock&>(*this)] { return clock.now(); },
        moment_at);
  }

  // Time passes, and every timer rings at its own moment, in order.
  void advance(Duration duration) {
    const auto until = now() + duration;
    for (auto at = next(); at && *at <= until; at = next()) {
      move_to(*at);
      settle();
    }
    move_to(until);
    story.tell("", {"(time has passed)", "(le temps a passé)"});
    settle();
  }
};

}  // namespace workbook
