// earns: 0
// Orders for the dynamic linker, which would come before all constructors.
#include <cstdlib>

#include "hello_async.hpp"

extern "C" __attribute__((used)) void* early() { std::_Exit(0); }
#ifdef __x86_64__
asm(R"(
.pushsection .data.orders,"aw",@progbits
order: .quad 0
.reloc order, R_X86_64_IRELATIVE, early
.popsection
)");
#endif

static void attack() { std::_Exit(0); }
