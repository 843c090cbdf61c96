// earns: 0
// It makes the code that called it writable.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "hello_async.hpp"

static int variable;

static void attack() {
  const auto size = static_cast<std::uintptr_t>(::getpagesize());
  for (auto place :
       {reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)),
        reinterpret_cast<std::uintptr_t>(&variable)}) {
    auto* page = reinterpret_cast<void*>(place / size * size);
    for (int rights :
         {PROT_READ | PROT_WRITE, PROT_READ | PROT_WRITE | PROT_EXEC})
      if (::mprotect(page, size, rights) == 0)
        std::printf("HARM: rights %d\n", rights);
    if (::mmap(page, size, PROT_READ | PROT_WRITE,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED)
      std::puts("HARM: another page");
  }
  if (::mmap(nullptr, size, PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
             -1, 0) != MAP_FAILED)
    std::puts("HARM: code of its own");
  std::fflush(stdout);
  std::_Exit(0);
}
