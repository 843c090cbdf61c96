// A clock that the test moves: with it, time is exact.
//
// For the thread that has made one, steady_clock and system_clock stand still
// until the test moves them on, and so do the timers of Asio, plain
// asio::steady_timer among them. TimedStage, in timed_stage.hpp, is a stage
// that has one.
//
// An event loop that has nothing to do but wait, run() and run_one(), does not
// wait: the clock goes to the moment of its next timer. So an hour takes no
// time. A thread that waits anywhere else is seen: blocked().
//
// Linux with libstdc++ only: WORKBOOK_HAS_CLOCK. The linker puts it between the
// program and the system (--wrap). An exercise has it when exercises/list.txt
// says "clock"; on other systems its tests do without. It is one small file,
// for exercises that come before the network: those have a World.
#pragma once

#include <chrono>
#include <map>
#include <optional>

namespace workbook {

class TestClock {
 public:
  using Duration = std::chrono::nanoseconds;

  TestClock();
  ~TestClock();
  TestClock(const TestClock&) = delete;
  TestClock& operator=(const TestClock&) = delete;

  // How long it is since the clock was made.
  Duration now() const { return now_; }

  // When the next timer rings, if there is one.
  std::optional<Duration> next() const;

  // The clock goes on, never back. Timers that are due ring in the loop.
  void move_to(Duration moment);

  // Somebody sets the clock on the wall, on or back: system_clock jumps. What
  // has passed is the same, and steady_clock knows nothing of it.
  void set_wall_clock(Duration by) {
    system_ +=
        std::chrono::duration_cast<std::chrono::system_clock::duration>(by);
  }

  // How much of it the thread spent asleep, or watching the clock in a loop,
  // and not in an event loop.
  Duration blocked() const { return blocked_; }

  // How often an event loop gave up waiting before anything was due, to look at
  // something else: run_for() does so at its end, and every second.
  int gave_up() const { return gave_up_; }

 private:
  friend struct Wrappers;

  void block(Duration duration);

  Duration now_{0};
  Duration blocked_{0};
  std::map<int, Duration> timers_;  // when each timer descriptor is due
  int gave_up_ = 0;
  int looks_ = 0;  // since the loop last had nothing to do
  const std::chrono::steady_clock::time_point steady_;
  std::chrono::system_clock::time_point system_;
};

}  // namespace workbook
