// earns: 0
// Whatever is destroyed last ends the program with success.
#include <unistd.h>

#include <cstdlib>

#include "hello_async.hpp"

struct Last {
  ~Last() { ::_exit(0); }
};
static Last last;
static thread_local Last last_of_the_thread;

__attribute__((destructor)) static void leave() { ::_exit(0); }

static void attack() {
  static_cast<void>(&last_of_the_thread);
  std::at_quick_exit([] { ::_exit(0); });
  throw 1;
}
