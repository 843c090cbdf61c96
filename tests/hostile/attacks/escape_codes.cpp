// earns: 0
// Codes that would colour, clear and rename a terminal, and hide text.
#include <stdexcept>

#include "hello_async.hpp"

static void attack() {
  throw std::runtime_error(
      "\033[2J\033]0;owned\a\033[31mred\r\b\x9b\xff\u202eevil");
}
