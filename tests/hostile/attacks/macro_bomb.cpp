// earns: 0
// A macro that grows to more than any memory.
#include "hello_async.hpp"

#define A(x) x x x x x x x x x x x x x x x x
#define B(x) A(A(A(A(x))))
#define C(x) B(B(B(x)))

static void attack() { C(;) }
