// earns: 0
// A common block of the name of a function of the tests.
#include "hello_async.hpp"

asm(".comm _ZN8workbook8Watchdog3patEv, 8");

static void attack() {}
