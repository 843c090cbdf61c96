// earns: 0
// It asks the dynamic linker for what belongs to the tests.
#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>

#include "hello_async.hpp"

static void attack() {
  for (auto name :
       {"main", "_ZN8workbook10attest_endEi", "_ZN8workbook11keeper_tellEPKcm",
        "_ZN5exo295pauseENSt6chrono8durationIlSt5ratioILl1ELl1000EEEE"})
    if (::dlsym(RTLD_DEFAULT, name)) std::printf("HARM: %s is found\n", name);
  std::fflush(stdout);
  std::_Exit(0);
}
