// earns: 0
// It prints what a success looks like, and ends.
#include <cstdio>
#include <cstdlib>

#include "hello_async.hpp"

static void attack() {
  std::puts("exo29: passed (3 tests, 7 checks)");
  std::puts("All tests passed (7 assertions in 3 test cases)");
  std::fflush(stdout);
  std::_Exit(0);
}
