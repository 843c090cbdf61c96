// What does a coroutine cost, in time and in allocations?
//
// measures; verify runs: cost 1000
//
//   cost [TIMES]     prints the table of its page; by default a million times
#include <fmt/format.h>

#include <algorithm>
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <cstdlib>
#include <new>
#include <string_view>

namespace {

long allocations = 0;
std::size_t largest = 0;

}  // namespace

// begin count
// Every way to the heap passes here: operator new, and aligned_alloc, which is
// how Asio allocates on Linux.
void* counted(void* memory, std::size_t size) {
  ++allocations;
  largest = std::max(largest, size);
  if (!memory) throw std::bad_alloc();
  return memory;
}

void* operator new(std::size_t size) {
  return counted(std::malloc(size), size);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

#if defined(__linux__)
extern "C" void* aligned_alloc(std::size_t alignment, std::size_t size) {
  void* memory = nullptr;
  if (posix_memalign(&memory, std::max(alignment, sizeof(void*)), size) != 0)
    memory = nullptr;
  return counted(memory, size);
}
#endif
// end count

namespace {

volatile int sink = 0;

[[gnu::noinline]] int plain(int value) { return value + 1; }

asio::awaitable<int> nested(int value) { co_return value + 1; }

asio::awaitable<void> with_array() {
  volatile char local[1000];
  local[0] = 1;
  co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  local[1] = local[0];
}

template <class Body>
void measure(std::string_view name, long times, Body body) {
  asio::io_context context(1);
  largest = 0;
  asio::co_spawn(context, body(context, 100), asio::detached);  // warms up
  context.run();
  context.restart();
  allocations = 0;
  const auto start = std::chrono::steady_clock::now();
  asio::co_spawn(context, body(context, times), asio::detached);
  context.run();
  const std::chrono::duration<double, std::nano> took =
      std::chrono::steady_clock::now() - start;
  fmt::print("| {} | {:.0f} | {:.2f} | {} |\n", name, took.count() / times,
             static_cast<double>(allocations) / times, largest);
}

asio::awaitable<void> calls(asio::io_context&, long times) {
  for (long i = 0; i < times; ++i) sink = plain(sink);
  co_return;
}

asio::awaitable<void> awaits(asio::io_context&, long times) {
  for (long i = 0; i < times; ++i) sink = co_await nested(sink);
}

asio::awaitable<void> posts(asio::io_context& context, long times) {
  for (long i = 0; i < times; ++i)
    co_await asio::post(context, asio::use_awaitable);
}

asio::awaitable<void> timers(asio::io_context& context, long times) {
  asio::steady_timer timer(context);
  for (long i = 0; i < times; ++i) {
    timer.expires_at(asio::steady_timer::time_point::min());
    co_await timer.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<void> spawns(asio::io_context& context, long times) {
  for (long i = 0; i < times; ++i) {
    asio::co_spawn(context, nested(1), asio::detached);
    co_await asio::post(context, asio::use_awaitable);
  }
}

asio::awaitable<void> big_frames(asio::io_context&, long times) {
  for (long i = 0; i < times; ++i) co_await with_array();
}

}  // namespace

int main(int argc, char** argv) {
  const long times = argc > 1 ? std::atol(argv[1]) : 1'000'000;
  fmt::print("| what | ns | allocations | largest, bytes |\n");
  measure("call a function", times, calls);
  measure("co_await a coroutine that returns at once", times, awaits);
  measure("co_await a coroutine with 1,000 bytes of locals", times, big_frames);
  measure("co_await a post", times, posts);
  measure("co_await a timer that has expired", times, timers);
  measure("co_spawn, and a post", times, spawns);
}
