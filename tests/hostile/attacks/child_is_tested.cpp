// earns: 0
// Before main it becomes two: the child would run the tests into a pipe, and
// the parent hear and change what they say.
#include <unistd.h>

#include <cstdio>

#include "hello_async.hpp"

static const int begun = [] {
  int ends[2];
  if (::pipe(ends) != 0) return 1;
  const auto child = ::fork();
  if (child < 0) return 2;
  std::puts("HARM: there are two");
  std::fflush(stdout);
  if (child == 0) return ::dup2(ends[1], 1);
  ::_exit(0);
}();

static void attack() {}
