// earns: 0
// _exit(0) in a static constructor: no test ever begins.
#include <unistd.h>

#include "hello_async.hpp"

static const int gone = (::_exit(0), 0);

static void attack() {}
