// earns: 0
// As many threads as it can have.
#include <chrono>
#include <thread>
#include <vector>

#include "hello_async.hpp"

#define ONCE

static void attack() {
  std::vector<std::thread> threads;
  for (;;)
    threads.emplace_back(
        [] { std::this_thread::sleep_for(std::chrono::hours(1)); });
}
