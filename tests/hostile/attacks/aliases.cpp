// earns: 0
// Other names for its functions: those of the system, weak or not.
#include <cstdlib>

#include "hello_async.hpp"

extern "C" __attribute__((used)) long own_write(int, const void*,
                                                unsigned long size) {
  return static_cast<long>(size);
}
asm(".globl write\nwrite = own_write\n.weak exit\nexit = own_write");

static void attack() { std::_Exit(0); }
