// Each test is a coroutine: somebody's day, with pauses. It asks with a time
// limit, so that it always comes to its end.

#include <asio/awaitable.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>
#include <system_error>
#include <variant>

#include "testing.hpp"

namespace {

using namespace std::chrono_literals;
using namespace asio::experimental::awaitable_operators;
using namespace exo48;
using Duration = std::chrono::nanoseconds;
using Day = asio::awaitable<void>;

Day pause(Duration duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor, duration);
  co_await timer.async_wait(asio::use_awaitable);
}

// So short that nothing else happens meanwhile.
constexpr Duration moment = 10us;

// What a worker gets who does not wait; none has the token 0.
asio::awaitable<Lease> ask(Broker& broker, Duration patience = moment) {
  auto answer = co_await (broker.take(60s) || pause(patience));
  if (auto* lease = std::get_if<0>(&answer)) co_return *lease;
  co_return Lease{"nothing", 0};
}

// What take() throws, if it does.
asio::awaitable<asio::error_code> refusal(Broker& broker) {
  try {
    co_await broker.take(60s);
  } catch (const std::system_error& e) {
    co_return e.code();
  }
  co_return asio::error_code();
}

void live(Day (*day)(Broker&)) {
  World world;
  Broker broker(world);
  auto lived = world.run("the day", day(broker));
  world.advance(24h);
  REQUIRE(lived.returned());
}

Day tasks_in_order(Broker& broker) {
  const bool put = broker.put("red") && broker.put("green");
  REQUIRE(put);
  const auto red = co_await ask(broker);
  REQUIRE(red.task == "red");
  const auto green = co_await ask(broker);
  REQUIRE(green.task == "green");
  const auto nothing = co_await ask(broker);
  REQUIRE(nothing.task == "nothing");
}

TEST_CASE("a day with two tasks", "[step1]") { live(tasks_in_order); }

TEST_CASE("two workers who come before the tasks", "[step1]") {
  World world;
  Broker broker(world);
  const auto first = world.run("the first", broker.take(60s));
  const auto second = world.run("the second", broker.take(60s));
  world.settle();
  broker.put("red");
  world.settle();
  REQUIRE(first.returned());
  REQUIRE(second.waits());
}

Day slow_worker(Broker& broker) {
  broker.put("red");
  const auto slow = co_await broker.take(60s);
  co_await pause(60s - 1ms);
  const auto early = co_await ask(broker);
  REQUIRE(early.task == "nothing");
  co_await pause(1ms + 500us);
  const auto other = co_await ask(broker);
  REQUIRE(other.task == "red");
  REQUIRE(other.token > slow.token);
  REQUIRE_FALSE(broker.done(slow.token));
  REQUIRE_FALSE(broker.extend(slow.token, 24h));
  // The other one has it, and can be done with it.
  REQUIRE(broker.done(other.token));
  co_await pause(2h);
  const auto nothing = co_await ask(broker);
  REQUIRE(nothing.task == "nothing");
}

TEST_CASE("a day with a slow worker", "[step2]") { live(slow_worker); }

Day patient_worker(Broker& broker) {
  broker.put("red");
  const auto lease = co_await broker.take(60s);
  co_await pause(50s);
  REQUIRE(broker.extend(lease.token, 20s));
  co_await pause(19s);
  const auto early = co_await ask(broker);
  REQUIRE(early.task == "nothing");
  co_await pause(1001ms);
  const auto other = co_await ask(broker);
  REQUIRE(other.task == "red");
}

TEST_CASE("a day with an extension", "[step2]") { live(patient_worker); }

Day worker_almost_done(Broker& broker) {
  broker.put("red");
  const auto lease = co_await broker.take(60s);
  REQUIRE(broker.extend(lease.token, 5s));
  co_await pause(5s + moment);
  const auto other = co_await ask(broker);
  REQUIRE(other.task == "red");
}

TEST_CASE("a day with less time", "[step2]") { live(worker_almost_done); }

TEST_CASE("a lease counts from when it is given", "[step2]") {
  World world;
  Broker broker(world);
  const auto early = world.run("an early worker", broker.take(60s));
  world.advance(59s);
  broker.put("red");
  world.settle();
  const auto other = world.run("another one", broker.take(60s));
  world.advance(59s);
  REQUIRE(early.returned());
  REQUIRE(other.waits());
}

Day impatient_worker(Broker& broker) {
  const auto nothing = co_await ask(broker, 1h);
  REQUIRE(nothing.task == "nothing");
  broker.put("red");
  const auto red = co_await ask(broker);
  REQUIRE(red.task == "red");
}

TEST_CASE("a day with a worker who goes", "[step3]") { live(impatient_worker); }

TEST_CASE("who is told to stop says so", "[step3]") {
  World world;
  Broker broker(world);
  auto worker = world.run("a worker", broker.take(60s));
  world.settle();
  worker.cancel();
  world.settle();
  REQUIRE(worker.error() == asio::error::operation_aborted);
}

Day closing_time(Broker& broker) {
  broker.put("red");
  broker.put("green");
  const auto red = co_await broker.take(60s);
  broker.close();
  const bool put = broker.put("blue");
  REQUIRE_FALSE(put);
  const auto refused = co_await refusal(broker);
  REQUIRE(refused == asio::error::eof);
  co_await pause(59s);
  REQUIRE(broker.extend(red.token, 60s));
  co_await pause(59s);
  REQUIRE(broker.done(red.token));
}

TEST_CASE("a day that ends early", "[step3]") { live(closing_time); }

TEST_CASE("all who wait are sent home", "[step3]") {
  World world;
  Broker broker(world);
  const auto first = world.run("the first", broker.take(60s));
  const auto second = world.run("the second", broker.take(60s));
  world.settle();
  broker.close();
  world.settle();
  REQUIRE(first.error() == asio::error::eof);
  REQUIRE(second.error() == asio::error::eof);
}

Day the_same_again(Broker& broker) {
  broker.put("red");
  broker.put("green");
  for (int day = 0; day < 4; ++day) {
    const auto one = co_await ask(broker);
    const auto two = co_await ask(broker);
    // Which of them comes first is not promised the second time.
    REQUIRE(one.task + two.task != "nothingnothing");
    const bool both = (one.task == "red" && two.task == "green") ||
                      (one.task == "green" && two.task == "red");
    REQUIRE(both);
    co_await pause(2min);
  }
}

TEST_CASE("four days alike", "[step4]") { live(the_same_again); }

Day diligent_worker(Broker& broker) {
  broker.put("red");
  const auto lease = co_await broker.take(60s);
  for (int hour = 0; hour < 8; ++hour) {
    co_await pause(59s);
    REQUIRE(broker.extend(lease.token, 60s));
  }
  const bool once = broker.done(lease.token);
  const bool twice = broker.done(lease.token);
  REQUIRE(once);
  REQUIRE_FALSE(twice);
}

TEST_CASE("a day of extensions", "[step4]") { live(diligent_worker); }

TEST_CASE("a worker who goes when his task comes", "[step4]") {
  World world;
  Broker broker(world);
  auto worker = world.run("a worker", broker.take(60s));
  world.settle();
  worker.cancel();
  broker.put("red");
  world.settle();
  auto second = world.run("a worker", broker.take(60s));
  world.settle();
  broker.put("green");
  second.cancel();
  world.settle();
  const auto next = world.run("the next", broker.take(60s));
  world.settle();
  const auto after = world.run("the one after", broker.take(60s));
  world.settle();
  const int have_one = worker.returned() + second.returned() + next.returned() +
                       after.returned();
  REQUIRE(have_one == 2);
}

TEST_CASE("a worker who goes, and one behind him", "[step4]") {
  World world;
  Broker broker(world);
  auto worker = world.run("a worker", broker.take(60s));
  const auto behind = world.run("the one behind", broker.take(60s));
  world.settle();
  broker.put("red");
  worker.cancel();
  world.settle();
  REQUIRE(worker.returned() != behind.returned());
}

}  // namespace
