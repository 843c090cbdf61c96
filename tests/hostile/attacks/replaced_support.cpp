// earns: 0
// An inline function of the tests' support, written anew: the linker may take
// either.
#include "hello_async.hpp"

namespace workbook {
struct Watchdog {
  static void pat();
};
__attribute__((weak)) void Watchdog::pat() {}
}  // namespace workbook

static void attack() {}
