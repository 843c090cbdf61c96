// earns: 0
// A section of the type in which one linker looks for the names of libraries:
// it would read this file as a script.
#include "hello_async.hpp"

asm(".section .text.mine,\"MS\",@0x6fff4c04,1\n.asciz \"" __FILE__
    "\"\n.previous");

static void attack() {}
