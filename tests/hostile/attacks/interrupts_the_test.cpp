// earns: 0
// A timer interrupts the test, and what it calls throws.
#include <signal.h>
#include <sys/time.h>

#include "hello_async.hpp"

static void attack() {
  ::signal(SIGALRM, [](int) { throw 1; });
  const itimerval soon{{0, 1000}, {0, 1000}};
  ::setitimer(ITIMER_REAL, &soon, nullptr);
}
