// earns: 0
// All the memory that there is, page by page.
#include <cstddef>
#include <cstring>

#include "hello_async.hpp"

#define ONCE

static void attack() {
  for (;;) {
    constexpr std::size_t size = 16 << 20;
    std::memset(new char[size], 1, size);
  }
}
