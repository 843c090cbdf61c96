// earns: 0
// A header of the tests, by the name that the tests have for it.
#include <exo35-async-files/foresight.hpp>

#include "hello_async.hpp"

static void attack() { drawn_after<std::mt19937>(1); }
