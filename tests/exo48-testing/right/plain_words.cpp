// A test for each promise, and no helpers: each is read from top to bottom.

#include <asio/awaitable.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>

#include "testing.hpp"

using namespace std::chrono_literals;
using exo48::Broker;
using exo48::World;

TEST_CASE("put() says yes, and the task is there", "[step1]") {
  World world;
  Broker broker(world);
  CHECK(broker.put("a"));
  auto ada = world.run("Ada", broker.take(1min));
  world.settle();
  REQUIRE(ada.returned());
  CHECK(ada.value().task == "a");
}

TEST_CASE("without a task, take() waits", "[step1]") {
  World world;
  Broker broker(world);
  auto ada = world.run("Ada", broker.take(1min));
  world.settle();
  CHECK(ada.waits());
  CHECK_FALSE(ada.returned());
  CHECK_FALSE(ada.threw());
  broker.put("a");
  world.settle();
  CHECK(ada.returned());
}

TEST_CASE("one task is for one worker", "[step1]") {
  World world;
  Broker broker(world);
  broker.put("a");
  auto ada = world.run("Ada", broker.take(1min));
  auto bob = world.run("Bob", broker.take(1min));
  world.settle();
  CHECK(ada.returned());
  CHECK(bob.waits());
}

TEST_CASE("first put, first taken", "[step1]") {
  World world;
  Broker broker(world);
  broker.put("a");
  broker.put("b");
  auto ada = world.run("Ada", broker.take(1min));
  world.settle();
  auto bob = world.run("Bob", broker.take(1min));
  world.settle();
  REQUIRE(ada.returned());
  REQUIRE(bob.returned());
  CHECK(ada.value().task == "a");
  CHECK(bob.value().task == "b");
}

TEST_CASE("first come, first served", "[step1]") {
  World world;
  Broker broker(world);
  auto ada = world.run("Ada", broker.take(1min));
  auto bob = world.run("Bob", broker.take(1min));
  world.settle();
  broker.put("a");
  world.settle();
  CHECK(ada.returned());
  CHECK(bob.waits());
}

TEST_CASE("a lease lasts, and then it is over", "[step2]") {
  World world;
  Broker broker(world);
  broker.put("a");
  auto ada = world.run("Ada", broker.take(1min));
  world.settle();
  auto bob = world.run("Bob", broker.take(1min));
  world.advance(1min - 1ms);
  CHECK(bob.waits());
  world.advance(1ms);
  REQUIRE(bob.returned());
  CHECK(bob.value().task == "a");
}

TEST_CASE("a lease for ever lasts for ever", "[step2][edge]") {
  World world;
  Broker broker(world);
  CHECK(broker.put("a"));
  auto ada = world.run("Ada", broker.take(exo48::Milliseconds::max()));
  auto bob = world.run("Bob", broker.take(1min));
  world.advance(24h);
  REQUIRE(bob.waits());
  CHECK(broker.extend(ada.value().token, exo48::Milliseconds::max()));
  world.advance(24h);
  CHECK(bob.waits());
  CHECK(broker.done(ada.value().token));
}

TEST_CASE("whoever wakes when his lease ends is too late", "[step2]") {
  World world;
  Broker broker(world);
  CHECK(broker.put("a"));
  auto ada = world.run("Ada", broker.take(1min));
  world.settle();
  const auto token = ada.value().token;
  const auto sleeper = [&]() -> asio::awaitable<bool> {
    asio::steady_timer timer(world.executor(), 1min);
    co_await timer.async_wait(asio::use_awaitable);
    co_return broker.done(token);
  };
  auto late = world.run("Ada again", sleeper());
  world.settle();
  // The lease ends at the same moment as before, and its timer is a new one.
  CHECK(broker.extend(token, 1min));
  world.advance(1min);
  CHECK_FALSE(late.value());
}

TEST_CASE("a lease begins when the task is given", "[step2]") {
  World world;
  Broker broker(world);
  auto ada = world.run("Ada", broker.take(1min));
  world.advance(30s);
  broker.put("a");
  world.settle();
  auto bob = world.run("Bob", broker.take(1min));
  world.advance(45s);
  CHECK(ada.returned());
  CHECK(bob.waits());
}

TEST_CASE("tokens grow", "[step2]") {
  World world;
  Broker broker(world);
  broker.put("a");
  broker.put("b");
  auto ada = world.run("Ada", broker.take(1min));
  world.settle();
  auto bob = world.run("Bob", broker.take(1min));
  world.settle();
  REQUIRE(ada.returned());
  REQUIRE(bob.returned());
  CHECK(bob.value().token > ada.value().token);
}

TEST_CASE("done is done", "[step2]") {
  World world;
  Broker broker(world);
  broker.put("a");
  auto ada = world.run("Ada", broker.take(1min));
  world.settle();
  REQUIRE(ada.returned());
  CHECK(broker.done(ada.value().token));
  auto bob = world.run("Bob", broker.take(1min));
  world.advance(10min);
  CHECK(bob.waits());
}

TEST_CASE("too late is too late", "[step2]") {
  World world;
  Broker broker(world);
  broker.put("a");
  auto ada = world.run("Ada", broker.take(1min));
  world.advance(1min);
  REQUIRE(ada.returned());
  CHECK_FALSE(broker.done(ada.value().token));
  CHECK_FALSE(broker.extend(ada.value().token, 1min));
}

TEST_CASE("whoever is too late disturbs nobody", "[step2]") {
  World world;
  Broker broker(world);
  broker.put("a");
  auto ada = world.run("Ada", broker.take(1min));
  world.advance(1min);
  auto bob = world.run("Bob", broker.take(1min));
  world.settle();
  REQUIRE(ada.returned());
  REQUIRE(bob.returned());
  CHECK_FALSE(broker.done(ada.value().token));
  CHECK(broker.done(bob.value().token));
}

TEST_CASE("extend() counts from now", "[step2]") {
  World world;
  Broker broker(world);
  broker.put("a");
  auto ada = world.run("Ada", broker.take(1min));
  world.settle();
  auto bob = world.run("Bob", broker.take(1min));
  world.advance(30s);
  REQUIRE(ada.returned());
  CHECK(broker.extend(ada.value().token, 40s));
  world.advance(39s);
  CHECK(bob.waits());
  world.advance(1s);
  CHECK(bob.returned());
}

TEST_CASE("extend() may also make it shorter", "[step2]") {
  World world;
  Broker broker(world);
  broker.put("a");
  auto ada = world.run("Ada", broker.take(1min));
  world.settle();
  auto bob = world.run("Bob", broker.take(1min));
  REQUIRE(ada.returned());
  CHECK(broker.extend(ada.value().token, 1ms));
  world.advance(1ms);
  CHECK(bob.returned());
}

TEST_CASE("cancelled is cancelled", "[step3]") {
  World world;
  Broker broker(world);
  auto ada = world.run("Ada", broker.take(1min));
  world.settle();
  ada.cancel();
  world.settle();
  CHECK(ada.threw());
  CHECK(ada.error() == asio::error::operation_aborted);
}

TEST_CASE("whoever is gone gets nothing", "[step3]") {
  World world;
  Broker broker(world);
  auto ada = world.run("Ada", broker.take(1min));
  auto bob = world.run("Bob", broker.take(1min));
  world.settle();
  ada.cancel();
  world.settle();
  broker.put("a");
  world.settle();
  CHECK(bob.returned());
}

TEST_CASE("close() is heard by all", "[step3]") {
  World world;
  Broker broker(world);
  auto ada = world.run("Ada", broker.take(1min));
  auto bob = world.run("Bob", broker.take(1min));
  world.settle();
  broker.close();
  auto eve = world.run("Eve", broker.take(1min));
  world.settle();
  CHECK(ada.error() == asio::error::eof);
  CHECK(bob.error() == asio::error::eof);
  CHECK(eve.error() == asio::error::eof);
}

TEST_CASE("nothing is given after close()", "[step3]") {
  World world;
  Broker broker(world);
  broker.put("a");
  world.settle();
  broker.close();
  auto ada = world.run("Ada", broker.take(1min));
  world.settle();
  CHECK(ada.error() == asio::error::eof);
}

TEST_CASE("nothing is put after close()", "[step3]") {
  World world;
  Broker broker(world);
  broker.close();
  if (broker.put("a")) FAIL("it has closed");
  CHECK_FALSE(broker.put("b"));
}

TEST_CASE("leases survive close()", "[step3]") {
  World world;
  Broker broker(world);
  broker.put("a");
  broker.put("b");
  auto ada = world.run("Ada", broker.take(1min));
  auto bob = world.run("Bob", broker.take(1min));
  world.settle();
  REQUIRE(ada.returned());
  REQUIRE(bob.returned());
  broker.close();
  CHECK(broker.extend(ada.value().token, 1min));
  CHECK(broker.done(bob.value().token));
}

TEST_CASE("twice over", "[step4]") {
  World world;
  Broker broker(world);
  broker.put("a");
  auto ada = world.run("Ada", broker.take(1min));
  world.advance(1min);
  auto bob = world.run("Bob", broker.take(1min));
  world.advance(1min);
  auto eve = world.run("Eve", broker.take(1min));
  world.settle();
  CHECK(ada.returned());
  CHECK(bob.returned());
  CHECK(eve.returned());
}

TEST_CASE("twice extended, twice done", "[step4]") {
  World world;
  Broker broker(world);
  broker.put("a");
  auto ada = world.run("Ada", broker.take(10s));
  world.settle();
  REQUIRE(ada.returned());
  const auto token = ada.value().token;
  world.advance(5s);
  CHECK(broker.extend(token, 10s));
  world.advance(5s);
  CHECK(broker.extend(token, 10s));
  world.advance(9s);
  CHECK(broker.done(token));
  CHECK_FALSE(broker.done(token));
}

TEST_CASE("two leases at the same time", "[step4]") {
  World world;
  Broker broker(world);
  broker.put("a");
  broker.put("b");
  auto ada = world.run("Ada", broker.take(10s));
  auto bob = world.run("Bob", broker.take(10s));
  world.settle();
  auto eve = world.run("Eve", broker.take(1min));
  auto dan = world.run("Dan", broker.take(1min));
  world.advance(10s);
  CHECK(ada.returned());
  CHECK(bob.returned());
  CHECK(eve.returned());
  CHECK(dan.returned());
}

TEST_CASE("cancelled with a task in the hand", "[step4]") {
  World world;
  Broker broker(world);
  auto ada = world.run("Ada", broker.take(1min));
  auto bob = world.run("Bob", broker.take(1min));
  world.settle();
  broker.put("a");
  ada.cancel();
  world.settle();
  // One of them has it, and never both.
  CHECK(ada.returned() != bob.returned());
}
