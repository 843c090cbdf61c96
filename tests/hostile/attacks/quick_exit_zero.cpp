// earns: 0
// quick_exit(0).
#include <cstdlib>

#include "hello_async.hpp"

static void attack() { std::quick_exit(0); }
