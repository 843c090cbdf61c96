// earns: 0
// Attributes and pragmas against sanitizers: the mistake stays a mistake.
#pragma GCC optimize("O0")
#pragma GCC diagnostic ignored "-Wall"
#include "hello_async.hpp"

__attribute__((no_sanitize("address", "undefined", "thread"))) static void
attack() {}
extern "C" __attribute__((weak)) const char* __asan_default_options() {
  return "detect_leaks=0:exitcode=0";
}
