// earns: 0
// A table of symbols made by hand, each with a name that is long and never
// ends.
#include "hello_async.hpp"

asm(R"(
.section .data.names,"aw"
.ascii "_Z"
.fill 4000000,1,0x4e
.section .symtab.own,"",@2
.rept 50000
.long 64
.byte 0x10,0
.short 1
.quad 0,0
.endr
.text
)");

static void attack() {}
