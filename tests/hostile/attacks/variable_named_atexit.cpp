// earns: 0
// A variable with the name of a function that is in no shared library.
#include "hello_async.hpp"

extern const unsigned char own[] __asm__("atexit");
__attribute__((used)) const unsigned char own[] = {0x31, 0xc0, 0xc3};

static void attack() {}
