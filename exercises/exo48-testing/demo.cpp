// The demo of exo48: two tests, and four ferries to try them on.
#include <fmt/format.h>

#include <array>
#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>
#include <workbook/test.hpp>

namespace {

using namespace workbook::test;

// A ferry with two seats: whoever is aboard waits until it is full.
class Ferry {
 public:
  explicit Ferry(World& world);
  // Comes back when the ferry has left.
  asio::awaitable<void> board();

 private:
  asio::steady_timer bell_;
  int aboard_ = 0;
};

enum Kind { right, leaves_with_one, forgets_the_first, sails_once };
Kind kind = right;

Ferry::Ferry(World& world)
    : bell_(world.executor(), asio::steady_timer::time_point::max()) {}

asio::awaitable<void> Ferry::board() {
  if (kind == leaves_with_one) co_return;
  if (++aboard_ < 2) {
    asio::error_code ignored;
    co_await bell_.async_wait(
        asio::redirect_error(asio::use_awaitable, ignored));
    co_return;
  }
  if (kind != sails_once) aboard_ = 0;
  if (kind != forgets_the_first) bell_.cancel();
}

// begin test
TEST_CASE("a full ferry leaves", "[demo]") {
  World world;
  Ferry ferry(world);
  const auto ada = world.run("Ada", ferry.board());
  world.settle();
  // Nothing more can happen now. So this is no guess, it is a fact:
  REQUIRE(ada.waits());
  const auto bob = world.run("Bob", ferry.board());
  world.settle();
  REQUIRE(ada.returned());
  REQUIRE(bob.returned());
}
// end test

// begin again
TEST_CASE("the ferry comes back", "[demo]") {
  World world;
  Ferry ferry(world);
  for (const auto* trip : {"the first trip", "the second trip"}) {
    const auto ada = world.run(trip, ferry.board());
    world.settle();
    REQUIRE(ada.waits());
    const auto bob = world.run(trip, ferry.board());
    world.settle();
    REQUIRE(ada.returned());
    REQUIRE(bob.returned());
  }
}
// end again

// Runs a test, and notes what it says. Time plays no part in it.
class Clerk : public Host {
 public:
  explicit Clerk(const Case& test) {
    current_host() = this;
    try {
      test.body();
    } catch (const Failed&) {
    }
    current_host() = nullptr;
    fmt::print("  {}: {}\n", test.title,
               failed_.empty() ? "passes" : "fails at " + failed_);
  }

 private:
  asio::any_io_executor executor() override { return context_.get_executor(); }
  void settle() override {
    context_.restart();
    context_.poll();
  }
  void advance(std::chrono::nanoseconds) override { settle(); }
  void asserted(bool holds, const Assertion& assertion) override {
    if (!holds) failed_ = assertion.text;
  }
  void tell(const std::string&, Doing, const std::string&) override {}

  asio::io_context context_;
  std::string failed_;
};

}  // namespace

int main() {
  const std::array<const char*, 4> names = {
      "a ferry that is right", "a ferry that leaves with one passenger",
      "a ferry that forgets the first passenger",
      "a ferry that is full for ever after"};
  for (int i = 0; i < 4; ++i) {
    kind = static_cast<Kind>(i);
    fmt::print("{}\n", names[static_cast<std::size_t>(i)]);
    for (const auto& test : cases()) Clerk clerk(test);
  }
}
