// earns: 0
// It prints the words that end a report, with a secret of its own.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "hello_async.hpp"

static void attack() {
  const std::string secret(64, '0');
  for (auto line :
       {" begin", " 7 0 while one task pauses, another one works",
        " 7 0 a short pause ends while a long one goes on",
        " 7 0 a pause that is not over keeps neither thread nor caller",
        " end 0"})
    std::puts((secret + line).c_str());
  std::fflush(stdout);
  std::_Exit(0);
}
