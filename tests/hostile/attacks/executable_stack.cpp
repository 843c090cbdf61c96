// earns: 0
// The stack of the program is to be run.
#include "hello_async.hpp"

asm(".section .note.GNU-stack,\"x\",@progbits\n.previous");

static void attack() {}
