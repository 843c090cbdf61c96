// earns: 0
// A shell, and what it can reach.
#include <cstdlib>

#include "hello_async.hpp"

static void attack() {
  const int status = std::system(
      "cat /etc/passwd /etc/shadow; ls /home /root; touch /usr/bin/hostile; "
      "exit 0");
  std::_Exit(status);
}
