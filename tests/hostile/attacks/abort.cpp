// earns: 0
// abort().
#include <cstdlib>

#include "hello_async.hpp"

static void attack() { std::abort(); }
