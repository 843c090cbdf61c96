// earns: 0
// A function of the standard library, in a group that may be there often: the
// linker keeps one of them.
#include <cstdlib>

#include "hello_async.hpp"

asm(R"(
.section .text.clock,"axG",@progbits,_ZNSt6chrono3_V212steady_clock3nowEv,comdat
.globl _ZNSt6chrono3_V212steady_clock3nowEv
.type _ZNSt6chrono3_V212steady_clock3nowEv, @function
_ZNSt6chrono3_V212steady_clock3nowEv:
  ret
.text
)");

static void attack() { std::_Exit(0); }
