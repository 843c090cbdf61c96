// The demo of exo31: a breakfast, cooked at the same time by one cook.
#include <fmt/format.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/io_context.hpp>
#include <asio/multiple_exceptions.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using namespace asio::experimental::awaitable_operators;

// begin cook
asio::awaitable<std::string> cook(std::string dish,
                                  std::chrono::milliseconds time) {
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  try {
    fmt::print("  {}: on the stove\n", dish);
    co_await timer.async_wait(asio::use_awaitable);
  } catch (...) {
    fmt::print("  {}: taken off\n", dish);
    throw;
  }
  fmt::print("  {}: ready\n", dish);
  co_return dish;
}

asio::awaitable<int> set_table(int guests) {
  fmt::print("  the table: set\n");
  co_return guests;
}
// end cook

// begin breakfast
asio::awaitable<void> breakfast() {
  auto [dish, guests] = co_await (cook("eggs", 60ms) && set_table(2));
  fmt::print("{} for {}\n", dish, guests);
}
// end breakfast

// begin candles
asio::awaitable<void> burn(int candle) {
  asio::steady_timer timer(co_await asio::this_coro::executor, candle * 30ms);
  co_await timer.async_wait(asio::use_awaitable);
  fmt::print("  candle {}: out\n", candle);
}

asio::awaitable<void> burn_down_to(int last, int candle) {
  if (candle < last) co_return;
  co_await (burn(candle) && burn_down_to(last, candle - 1));
}
// end candles

// begin dinner
asio::awaitable<std::string> burn_the_roast() {
  throw std::runtime_error("the oven is on fire");
  co_return "";
}

asio::awaitable<void> dinner() {
  try {
    co_await (cook("soup", 1h) && burn_the_roast());
  } catch (const asio::multiple_exceptions& error) {
    fmt::print("no dinner: {}\n", error.what());
    try {
      std::rethrow_exception(error.first_exception());
    } catch (const std::exception& first) {
      fmt::print("the left one said: {}\n", first.what());
    }
  }
}
// end dinner

asio::awaitable<void> a_day() {
  co_await breakfast();
  co_await burn_down_to(1, 3);
  co_await dinner();
}

int main() {
  asio::io_context context;
  asio::co_spawn(context, a_day(), [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  });
  context.run();
}
