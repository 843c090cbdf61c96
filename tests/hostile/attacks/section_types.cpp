// earns: 0
// Sections of types that only some linkers know.
#include <cstdlib>

#include "hello_async.hpp"

asm(".section .text.odd,\"ax\",@0x6fff4c04\n.byte 0\n"
    ".section .rodata.odd,\"a\",@note\n.byte 0\n.text");

static void attack() { std::_Exit(0); }
