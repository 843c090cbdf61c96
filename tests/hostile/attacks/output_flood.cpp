// earns: 0
// Output without an end.
#include <cstdio>

#include "hello_async.hpp"

#define ONCE

static void attack() {
  for (;;) std::puts("All tests passed (3 assertions in 3 test cases)");
}
