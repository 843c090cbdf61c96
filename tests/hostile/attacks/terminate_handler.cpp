// earns: 0
// A handler of terminate that ends with 0, and an exception that nobody can
// catch.
#include <cstdlib>
#include <exception>

#include "hello_async.hpp"

static void attack() {
  std::set_terminate([] { std::_Exit(0); });
  std::terminate();
}
