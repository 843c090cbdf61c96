// earns: 0
// exit(0) in the middle of a test.
#include <cstdlib>

#include "hello_async.hpp"

static void attack() { std::exit(0); }
