// earns: 0
// The same function, named only in assembly, and weak, so that it may be
// missing.
#include <cstdlib>

#include "hello_async.hpp"

asm(".weak _ZN8workbook10attest_endEi");
static void attack() {
#ifdef __x86_64__
  asm volatile("xor %%edi, %%edi\n call _ZN8workbook10attest_endEi" ::
                   : "memory");
#else
  asm volatile("mov w0, 0\n bl _ZN8workbook10attest_endEi" ::: "memory", "x0");
#endif
  std::_Exit(0);
}
