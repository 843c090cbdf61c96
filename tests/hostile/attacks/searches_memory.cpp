// earns: 0
// It reads on behind its own variables, and in its stack, for 64 hexadecimal
// digits.
#include <setjmp.h>
#include <signal.h>

#include <cstdio>
#include <cstdlib>

#include "hello_async.hpp"

static char own[] = "own";
static sigjmp_buf back;

static void search(const char* from) {
  int digits = 0;
  for (const char* at = from; at < from + (8 << 20); ++at) {
    const char c = *at;
    const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    digits = digit ? digits + 1 : 0;
    if (digits == 64) std::printf("HARM: %.64s\n", at - 63);
  }
}

static void attack() {
  for (int signal : {SIGSEGV, SIGBUS})
    ::signal(signal, [](int) { siglongjmp(back, 1); });
  char here = 0;
  for (const char* from :
       {static_cast<const char*>(own), static_cast<const char*>(&here)})
    if (sigsetjmp(back, 1) == 0) search(from);
  std::fflush(stdout);
  std::_Exit(0);
}
