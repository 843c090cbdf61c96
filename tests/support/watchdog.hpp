// Ends a test whose thread never comes back, and says what it was doing.
#pragma once

#include <thread>

namespace workbook {

// Watches while it lives: each test has the number of seconds in
// WORKBOOK_PATIENCE, or 5, not counting the time when the machine is too busy
// to let it run. There is one, in main.
class Watchdog {
 public:
  Watchdog();
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // A test begins, or the code has taken in what the test sent, if only a byte
  // of many: it has its whole time again.
  static void pat();

 private:
  // Not std::jthread, which libc++ has only as an experiment.
  std::thread thread_;
};

}  // namespace workbook
