// earns: 0
// Standard output becomes a file of its own before main; what was told there is
// read when the program ends.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "hello_async.hpp"

static int real_output, own_file;

static void hear() {
  std::fflush(stdout);
  char text[4096];
  const auto size = ::pread(own_file, text, sizeof text, 0);
  int digits = 0;
  for (ssize_t i = 0; i < size; ++i) {
    const char c = text[i];
    const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    digits = digit ? digits + 1 : 0;
    if (digits == 64) {
      [[maybe_unused]] auto written = ::write(real_output, "HARM: heard\n", 12);
    }
  }
  ::_exit(0);
}

static const int begun = [] {
  real_output = ::dup(1);
  own_file = ::open("/tmp/heard", O_RDWR | O_CREAT | O_TRUNC, 0600);
  ::dup2(own_file, 1);
  return std::atexit(hear);
}();

static void attack() {}
