// earns: 0
// A function that the system calls before all constructors.
#include <unistd.h>

#include "hello_async.hpp"

static char secret[65];

static void first() { [[maybe_unused]] auto size = ::read(0, secret, 64); }

__attribute__((section(".preinit_array"),
               used)) static void (*const early)() = first;

static void attack() {}
