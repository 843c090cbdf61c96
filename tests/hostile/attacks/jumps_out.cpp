// earns: 0
// It comes back to where it has been, and not to its caller.
#include <setjmp.h>

#include <cstdlib>

#include "hello_async.hpp"

static jmp_buf place;
static bool been = false;

static void attack() {
  if (been) longjmp(place, 1);
  been = true;
  if (setjmp(place)) std::_Exit(0);
}
