// earns: 0
// It stops the watchdog by never letting it run, and sleeps as long as it may.
#include <unistd.h>

#include <csignal>

#include "hello_async.hpp"

#define ONCE
static void attack() {
  sigset_t all;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, nullptr);
  for (;;) ::pause();
}
