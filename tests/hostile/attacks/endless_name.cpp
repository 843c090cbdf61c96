// earns: 0
// A name that says "the same again" of itself, over and over: written out, it
// would fill the memory.
#include "hello_async.hpp"

#define TWICE(a) a a
#define MANY(a) TWICE(TWICE(TWICE(TWICE(TWICE(a)))))
asm(".globl _ZN5CatchI1AIS_E" MANY("1BIS_S_S0_S0_S1_S1_E") "E1fEv\n"
    "_ZN5CatchI1AIS_E" MANY("1BIS_S_S0_S0_S1_S1_E") "E1fEv:\n");

static void attack() {}
