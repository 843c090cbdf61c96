// earns: 0
// The clock of the whole program, weak, so that nobody sees two of them.
#include "hello_async.hpp"

__attribute__((weak)) std::chrono::steady_clock::time_point own_now() noexcept
    __asm__("_ZNSt6chrono3_V212steady_clock3nowEv");
std::chrono::steady_clock::time_point own_now() noexcept {
  static long long days = 0;
  return std::chrono::steady_clock::time_point(std::chrono::hours(++days));
}

static void attack() {}
