// The demo of exo32: a night at the telescope, where the first thing to come
// decides.
#include <fmt/format.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/experimental/parallel_group.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <stdexcept>
#include <string>
#include <variant>
#include <workbook/asio.hpp>

using namespace std::chrono_literals;
using namespace asio::experimental::awaitable_operators;

// begin race
asio::awaitable<void> look_for(std::string what,
                               std::chrono::milliseconds when) {
  asio::steady_timer timer(co_await asio::this_coro::executor, when);
  try {
    co_await timer.async_wait(asio::use_awaitable);
  } catch (const asio::system_error&) {
    fmt::print("  told to stop looking for {}\n", what);
    throw;
  }
}

asio::awaitable<double> measure(std::string star) {
  co_await look_for(star, 20ms);
  co_return 0.03;
}

asio::awaitable<void> star_or_comet() {
  std::variant<double, std::monostate> first =
      co_await (measure("Vega") || look_for("a comet", 1h));
  if (first.index() == 0)
    fmt::print("  Vega, of magnitude {}\n", std::get<0>(first));
  else
    fmt::print("  a comet\n");
}
// end race

// begin hidden
asio::awaitable<void> cloudy() {
  co_await look_for("Mars", 10ms);
  throw std::runtime_error("clouds");
}

asio::awaitable<void> mars_or_dawn() {
  auto first = co_await (cloudy() || look_for("the dawn", 40ms));
  fmt::print("  number {} wins, after 40 ms and not 10\n", first.index());
}
// end hidden

// begin whichever
asio::awaitable<void> whichever_ends_first() {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer coffee(executor, 10ms);
  asio::steady_timer alarm(executor, 1h);
  auto [order, coffee_error, alarm_error] =
      co_await asio::experimental::make_parallel_group(
          coffee.async_wait(asio::deferred), alarm.async_wait(asio::deferred))
          .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  fmt::print("  number {} ended first\n", order[0]);
  if (alarm_error == asio::error::operation_aborted)
    fmt::print("  the alarm was cancelled\n");
}
// end whichever

// begin tidy
asio::awaitable<void> observe() {
  try {
    co_await look_for("a supernova", 1h);
    fmt::print("  a supernova!\n");
  } catch (const asio::system_error&) {
    // Here nothing can be awaited: that has to wait until the catch is over.
  }
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    fmt::print("  cancelled: the roof must be closed all the same\n");
  co_await asio::this_coro::reset_cancellation_state();
  co_await look_for("the switch of the roof", 10ms);
  fmt::print("  the roof is closed\n");
}

asio::awaitable<void> until_the_dawn() {
  co_await (observe() || look_for("the dawn", 20ms));
  fmt::print("  good night\n");
}
// end tidy

asio::awaitable<void> night() {
  fmt::print("Vega, or a comet?\n");
  co_await star_or_comet();
  fmt::print("Mars behind clouds, or the dawn?\n");
  co_await mars_or_dawn();
  fmt::print("the coffee, or the alarm?\n");
  co_await whichever_ends_first();
  fmt::print("a supernova, or the dawn?\n");
  co_await until_the_dawn();
}

int main() {
  asio::io_context context;
  asio::co_spawn(context, night(), [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  });
  context.run();
}
