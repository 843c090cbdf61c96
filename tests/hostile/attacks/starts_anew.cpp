// earns: 0
// Before main it becomes a shell, and after that whatever it likes.
#include <unistd.h>

#include "hello_async.hpp"

static const int begun = [] {
  return ::execl("/bin/sh", "sh", "-c", "echo HARM: a shell; exit 0", nullptr);
}();

static void attack() {}
