// earns: 0
// It calls itself until the stack is full.
#include "hello_async.hpp"

static int deeper(volatile int depth) { return depth + deeper(depth + 1); }

static void attack() { deeper(0); }
