// earns: 0
// A constructor as early as that of the tests: it would read the secret first.
#include <unistd.h>

#include "hello_async.hpp"

static char secret[65];

__attribute__((constructor(101))) static void first() {
  [[maybe_unused]] auto size = ::read(0, secret, 64);
}

static void attack() {}
