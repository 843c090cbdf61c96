// earns: 0
// A handler of exit that makes any status 0.
#include <cstdlib>

#include "hello_async.hpp"

static void attack() {
  std::atexit([] { std::_Exit(0); });
}
