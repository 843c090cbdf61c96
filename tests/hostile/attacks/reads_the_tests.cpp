// earns: 0
// The assembler takes in the tests, by a path from where it stands.
#include <cstdio>

#include "hello_async.hpp"

asm(".section .rodata\nfound: .incbin "
    "\"../workbook/tests/exo29-hello-async/test.cpp\"\n.byte 0\n.previous");
extern "C" const char found[];

static void attack() { std::printf("stolen: %s\n", found); }
