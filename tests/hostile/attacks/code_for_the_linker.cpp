// earns: 0
// Code that the compiler is to make only when it links.
#include "hello_async.hpp"

asm(".section .gnu.lto_own,\"e\",@progbits\n.byte 0\n.previous");

static void attack() {}
