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
#include <support/clock.hpp>
#include <support/stage.hpp>

namespace workbook {

// The clock is made first and goes last: the loop needs it to the end.
class TimedStage : public TestClock, public Stage {
 public:
  TimedStage() {
    story.use_clock([&clock = static_cast<TestClock&>(*this)] {
      const std::chrono::duration<double, std::milli> now = clock.now();
      if (now.count() == 0) return std::string();
      return fmt::format(fmt::runtime(Text{"at {} ms:", "à {} ms :"}.spoken()),
                         now.count());
    });
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
