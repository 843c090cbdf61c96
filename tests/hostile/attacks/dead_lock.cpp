// earns: 0
// It waits for itself.
#include <future>

#include "hello_async.hpp"

#define ONCE

static void attack() {
  std::promise<void> never;
  never.get_future().wait();
}
