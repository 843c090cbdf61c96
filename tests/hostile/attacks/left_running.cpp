// earns: 0
// It leaves a process behind, in a session of its own.
#include <unistd.h>

#include "hello_async.hpp"

static void attack() {
  if (::fork() == 0) {
    ::setsid();
    if (::fork() == 0) ::sleep(300);
    ::_exit(0);
  }
  ::_exit(0);
}
