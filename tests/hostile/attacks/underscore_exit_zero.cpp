// earns: 0
// _Exit(0): no handler of the tests runs.
#include <cstdlib>

#include "hello_async.hpp"

static void attack() { std::_Exit(0); }
