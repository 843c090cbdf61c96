// earns: 0
// A function of the C library, under a name with a version.
#include "hello_async.hpp"

extern "C" [[noreturn]] void own_exit(int) {
  for (;;) {
  }
}
asm(".symver own_exit, _exit@@GLIBC_2.2.5");

static void attack() {}
