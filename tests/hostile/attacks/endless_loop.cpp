// earns: 0
// An endless loop.
#include "hello_async.hpp"

#define ONCE

static void attack() {
  for (volatile int forever = 0;; forever = forever + 1) {
  }
}
