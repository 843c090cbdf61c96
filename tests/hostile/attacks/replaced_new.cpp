// earns: 0
// The operator new of the whole program, which ends it.
#include <cstdlib>
#include <new>

#include "hello_async.hpp"

void* operator new(std::size_t size) {
  static int calls = 0;
  if (++calls > 5000) std::_Exit(0);
  return std::malloc(size);
}

static void attack() {}
