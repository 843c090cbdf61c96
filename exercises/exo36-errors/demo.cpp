// The demo of exo36: two weather stations, one of them in trouble.
#include <fmt/format.h>

#include <algorithm>
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <stdexcept>
#include <string>
#include <workbook/asio.hpp>

#include "errors.hpp"

using exo36::Result;
using namespace std::chrono_literals;

namespace {

asio::awaitable<void> pause(std::chrono::milliseconds duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor, duration);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<double> thermometer(std::string station) {
  if (station == "the valley") {
    co_await pause(1ms);
    co_return 21.5;
  }
  co_await pause(5ms);
  throw std::runtime_error("the wire of the thermometer is cut");
}

// begin nest
asio::awaitable<double> measure(std::string station) {
  try {
    co_return co_await thermometer(station);
  } catch (...) {
    std::throw_with_nested(std::runtime_error("no reading from " + station));
  }
}
// end nest

// begin chain
void tell(const std::exception& error) {
  fmt::print("{}\n", error.what());
  try {
    std::rethrow_if_nested(error);
  } catch (const std::exception& cause) {
    fmt::print("  because: ");
    tell(cause);
  }
}
// end chain

// begin after
asio::awaitable<void> report(std::string station) {
  std::exception_ptr trouble;
  try {
    const double degrees = co_await measure(station);
    fmt::print("{}: {} degrees\n", station, degrees);
  } catch (...) {
    trouble = std::current_exception();
  }
  if (!trouble) co_return;
  fmt::print("{}: switching to the battery\n", station);
  co_await pause(1ms);
  try {
    std::rethrow_exception(trouble);
  } catch (const std::exception& error) {
    tell(error);
  }
}
// end after

// begin code
asio::awaitable<bool> dry_until(asio::steady_timer& harvest) {
  auto [error] =
      co_await harvest.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return !error;
}
// end code

Result<double> parse_knots(const std::string& text) {
  try {
    return std::stod(text);
  } catch (const std::exception&) {
    return asio::error_code(asio::error::invalid_argument);
  }
}

// begin question
Result<double> stronger(const std::string& first, const std::string& second) {
  const auto one = parse_knots(first);
  if (!one) return one.error();
  const auto other = parse_knots(second);
  if (!other) return other.error();
  return std::max(one.value(), other.value());
}
// end question

// begin both
asio::awaitable<void> weather() {
  using namespace asio::experimental::awaitable_operators;
  co_await (report("the summit") && report("the valley"));
}
// end both

asio::awaitable<void> rain(asio::steady_timer& harvest) {
  co_await pause(1ms);
  harvest.cancel();
}

asio::awaitable<void> farm() {
  asio::steady_timer harvest(co_await asio::this_coro::executor, 1h);
  using namespace asio::experimental::awaitable_operators;
  const bool dry = co_await (dry_until(harvest) && rain(harvest));
  fmt::print("dry until the harvest: {}\n", dry);
}

void show(const Result<double>& wind) {
  if (wind)
    fmt::print("wind: {} knots\n", wind.value());
  else
    fmt::print("wind: not a number\n");
}

asio::awaitable<void> day() {
  co_await weather();
  co_await farm();
  show(stronger("12.5", "8"));
  show(stronger("12.5", "a gale"));
}

}  // namespace

int main() {
  asio::io_context context;
  asio::co_spawn(context, day(), [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  });
  context.run();
}
