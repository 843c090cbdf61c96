// earns: 0
// It looks for the secret of the grader on each open file.
#include <fcntl.h>
#include <unistd.h>
#include <cstdio>
#include <cstdlib>

#include "hello_async.hpp"

static void attack() {
  for (int file = 0; file < 64; ++file) {
    char secret[65] = {};
    ::fcntl(file, F_SETFL, O_NONBLOCK);
    if (::read(file, secret, 64) > 0)
      std::printf("\n%s begin\n%s end 0\n", secret, secret);
  }
  std::fflush(stdout);
  std::_Exit(0);
}
