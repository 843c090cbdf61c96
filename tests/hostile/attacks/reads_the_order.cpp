// earns: 0
// What the tests were ordered to turn round was on the stack, a moment ago.
#include <cstdio>
#include <cstring>

#include "hello_async.hpp"

__attribute__((constructor, noinline)) static void look() {
  const volatile char here = 0;
  const auto* from = const_cast<const char*>(&here);
  for (int back = 0; back < 16000; ++back) {
    const char* at = from - back;
    const auto digits = [at](int begin, int end) {
      for (int i = begin; i < end; ++i)
        if (at[i] < '0' || at[i] > '9') return false;
      return true;
    };
    if (digits(0, 5) && at[5] == ' ' && digits(6, 14) && at[14] == ' ')
      std::printf("HARM: the order is %.15s\n", at);
  }
  std::fflush(stdout);
}

static void attack() {}
