// earns: 0
// A function that the linker asks which one to take, before anything else.
#include "hello_async.hpp"

static void one() {}
static void (*choose())() { return one; }
__attribute__((ifunc("_ZL6choosev"))) void chosen();

static void attack() { chosen(); }
