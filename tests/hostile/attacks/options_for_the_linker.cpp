// earns: 0
// Another section that one linker obeys.
#include "hello_async.hpp"

asm(".section .linker-options,\"e\",@0x6fff4c01\n.asciz \"lib\"\n.asciz "
    "\"own\"\n.previous");

static void attack() {}
