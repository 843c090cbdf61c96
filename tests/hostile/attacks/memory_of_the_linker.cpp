// earns: 0
// Where the program begins and ends in memory: names of the linker.
#include <cstdio>
#include <cstdlib>

#include "hello_async.hpp"

extern "C" char __executable_start[], _end[];

static void attack() {
  std::printf("HARM: %td bytes\n", _end - __executable_start);
  std::fflush(stdout);
  std::_Exit(0);
}
