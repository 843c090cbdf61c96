// The demo of exo29: two lamps blink, each in its rhythm, on one thread.
#include <fmt/format.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <string>

using namespace std::chrono_literals;

// begin blink
asio::awaitable<void> blink(std::string lamp, std::chrono::milliseconds period,
                            int times) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  auto next = std::chrono::steady_clock::now();
  for (int i = 1; i <= times; ++i) {
    next += period;
    timer.expires_at(next);
    co_await timer.async_wait(asio::use_awaitable);
    fmt::print("{} at {} ms\n", lamp, (i * period).count());
  }
}
// end blink

// begin main
int main() {
  asio::io_context context;
  auto report = [](std::exception_ptr error) {
    if (error) fmt::print("a lamp is broken\n");
  };
  asio::co_spawn(context, blink("red", 40ms, 3), report);
  asio::co_spawn(context, blink("green", 50ms, 2), report);
  fmt::print("both are in line, none has begun\n");
  context.run();
  fmt::print("all is done\n");
}
// end main
