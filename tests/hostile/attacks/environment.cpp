// earns: 0
// It prints every variable of the environment: a secret may be among them.
#include <unistd.h>
#include <cstdio>

#include "hello_async.hpp"

static void attack() {
  for (char** variable = environ; *variable; ++variable) std::puts(*variable);
  std::fflush(stdout);
}
