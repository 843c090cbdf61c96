// earns: 0
// Handlers that turn each fatal signal into success.
#include <csignal>
#include <cstdlib>

#include "hello_async.hpp"

static void attack() {
  for (int number : {SIGABRT, SIGSEGV, SIGTERM, SIGALRM, SIGPROF})
    std::signal(number, [](int) { std::_Exit(0); });
  std::raise(SIGSEGV);
}
