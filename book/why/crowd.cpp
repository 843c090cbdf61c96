// How much do waiting tasks cost, as threads and as coroutines?
//
//   crowd            prints the table of its page
//   crowd 1000       the same for another number of tasks
//
// measures; verify runs: crowd 100
//
// Each row is measured in a process of its own. All tasks wait at the same
// time; then they are woken up and end. Memory is what the process uses more
// when all wait (resident), time is from the first start to the last end.
#include <fmt/format.h>

#include <algorithm>
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <latch>
#include <string>
#include <thread>
#include <vector>
#include <workbook/asio.hpp>

#ifdef __linux__
#include <sys/wait.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

// Resident memory of this process, in KiB.
long resident() {
  std::ifstream status("/proc/self/status");
  std::string word;
  long kib = 0;
  while (status >> word)
    if (word == "VmRSS:") status >> kib;
  return kib;
}

// How many threads the whole system may have. A third is left to the others:
// a system that is out of threads can start nothing at all.
int threads_allowed() {
  long least = 1'000'000'000;
  for (auto limit : {"/proc/sys/kernel/pid_max", "/proc/sys/kernel/threads-max",
                     "/proc/sys/vm/max_map_count"}) {
    long value = least;
    std::ifstream(limit) >> value;
    least = std::min(least, value);
  }
  return static_cast<int>(least / 3 * 2);
}

struct Cost {
  long kib = 0;
  Clock::duration time{};
};

// begin threads
Cost as_threads(int tasks) {
  Cost cost;
  std::latch all_wait(tasks);
  std::latch over(1);

  const long before = resident();
  const auto start = Clock::now();
  std::vector<std::thread> threads;
  for (int i = 0; i < tasks; ++i)
    threads.emplace_back([&] {
      all_wait.count_down();
      over.wait();
    });
  all_wait.wait();
  cost.kib = resident() - before;
  over.count_down();
  for (auto& thread : threads) thread.join();
  cost.time = Clock::now() - start;
  return cost;
}
// end threads

// begin coroutines
asio::awaitable<void> wait_for(asio::steady_timer& bell) {
  co_await bell.async_wait(asio::as_tuple(asio::use_awaitable));
}

Cost as_coroutines(int tasks) {
  Cost cost;
  const long before = resident();
  const auto start = Clock::now();
  asio::io_context context;
  asio::steady_timer bell(context, asio::steady_timer::time_point::max());
  for (int i = 0; i < tasks; ++i)
    asio::co_spawn(context, wait_for(bell), asio::detached);
  context.poll();  // now every one of them waits
  cost.kib = resident() - before;
  bell.cancel();
  context.run();
  cost.time = Clock::now() - start;
  return cost;
}
// end coroutines

void print_row(int tasks, const char* kind, Cost (*measure)(int)) {
  std::fflush(stdout);
  if (const pid_t child = fork(); child != 0) {
    waitpid(child, nullptr, 0);
    return;
  }
  const Cost cost = measure(tasks);
  const std::chrono::duration<double, std::milli> time = cost.time;
  fmt::print("{:>7} {:<10} {:>8.1f} MiB {:>8.0f} ms\n", tasks, kind,
             static_cast<double>(cost.kib) / 1024, time.count());
  std::fflush(stdout);
  _exit(0);
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<int> sizes{1'000, 10'000, 100'000};
  if (argc > 1) sizes = {std::atoi(argv[1])};
  for (int tasks : sizes) {
    if (tasks <= threads_allowed())
      print_row(tasks, "threads", as_threads);
    else
      fmt::print("{:>7} {:<10} more than this system has to give\n", tasks,
                 "threads");
    print_row(tasks, "coroutines", as_coroutines);
  }
}
#else
int main() { fmt::print("crowd reads /proc, which only Linux has.\n"); }
#endif
