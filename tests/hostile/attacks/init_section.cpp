// earns: 0
// Machine code in the section that the system runs first.
#include "hello_async.hpp"

asm(".section .init,\"ax\"\n nop\n .previous");

static void attack() {}
