// exo48: testing. The reference.

#include "testing.hpp"

#include <asio/error.hpp>
#include <chrono>
#include <string>

namespace exo48 {

namespace {

using namespace std::chrono_literals;

// What each test needs. It is made anew by each of them: a fixture that several
// tests share is how the order of tests begins to matter.
struct Office {
  World world;
  Broker broker{world};

  // A worker who asks for a task. Nothing is taken for granted: he may wait.
  Outcome<Lease> worker(const char* name, Milliseconds visibility = 30s) {
    auto outcome = world.run(name, broker.take(visibility));
    world.settle();
    return outcome;
  }

  // A worker who must get a task at once. With a broken broker he may not: then
  // this assertion fails, and not the program.
  Lease lease(const char* name, Milliseconds visibility = 30s) {
    const auto outcome = worker(name, visibility);
    REQUIRE(outcome.returned());
    return outcome.value();
  }

  void put(const std::string& task) {
    REQUIRE(broker.put(task));
    world.settle();
  }
};

// ------------------------------------------------- step 1: tasks and workers

TEST_CASE("a task goes to one worker", "[step1]") {
  Office office;
  office.put("label 1");
  REQUIRE(office.lease("Ada").task == "label 1");
  // What must not happen needs an assertion of its own.
  REQUIRE(office.worker("Bob").waits());
}

TEST_CASE("tasks come in the order in which they were put", "[step1]") {
  Office office;
  // Two are enough to see an order, three to see that it is no swap.
  for (const auto* task : {"label 1", "label 2", "label 3"}) office.put(task);
  for (const auto* task : {"label 1", "label 2", "label 3"})
    REQUIRE(office.lease("Ada").task == task);
}

TEST_CASE("who waits longest is served first", "[step1]") {
  Office office;
  const auto ada = office.worker("Ada");
  const auto bob = office.worker("Bob");
  REQUIRE(ada.waits());
  REQUIRE(bob.waits());
  office.put("label 1");
  REQUIRE(ada.returned());
  REQUIRE(bob.waits());
  office.put("label 2");
  REQUIRE(bob.returned());
  REQUIRE(ada.value().task == "label 1");
  REQUIRE(bob.value().task == "label 2");
}

// ------------------------------------------------- step 2: time and tokens

TEST_CASE("a lease ends, to the millisecond", "[step2]") {
  Office office;
  // He has waited for a while: it is not from there that the lease counts.
  const auto ada = office.worker("Ada");
  office.world.advance(10s);
  office.put("label 1");
  REQUIRE(ada.returned());
  const auto bob = office.worker("Bob");
  office.world.advance(30s - 1ms);
  REQUIRE(bob.waits());
  office.world.advance(1ms);
  REQUIRE(bob.returned());
  REQUIRE(bob.value().task == "label 1");
  REQUIRE(bob.value().token > ada.value().token);
}

TEST_CASE("what is done never comes back", "[step2]") {
  Office office;
  office.put("label 1");
  REQUIRE(office.broker.done(office.lease("Ada").token));
  const auto bob = office.worker("Bob");
  office.world.advance(24h);
  REQUIRE(bob.waits());
}

TEST_CASE("who comes too late changes nothing", "[step2]") {
  Office office;
  office.put("label 1");
  const auto late = office.lease("Ada");
  office.world.advance(30s);
  const auto lease = office.lease("Bob");
  REQUIRE_FALSE(office.broker.done(late.token));
  REQUIRE_FALSE(office.broker.extend(late.token, 24h));
  // "Changes nothing" is a promise about Bob: he has his task still, and for
  // as long as he was told.
  const auto eve = office.worker("Eve");
  office.world.advance(30s - 1ms);
  REQUIRE(eve.waits());
  REQUIRE(office.broker.done(lease.token));
}

TEST_CASE("an extension counts from its call", "[step2]") {
  // Past the end that the lease had, and not as far.
  for (const auto more : {15s, 5s}) {
    Office office;
    office.put("label 1");
    const auto lease = office.lease("Ada");
    const auto bob = office.worker("Bob");
    office.world.advance(20s);
    REQUIRE(office.broker.extend(lease.token, more));
    office.world.advance(more - 1ms);
    REQUIRE(bob.waits());
    office.world.advance(1ms);
    REQUIRE(bob.returned());
  }
}

// ------------------------------------- step 3: cancellation and closing time

TEST_CASE("who is cancelled leaves nothing behind", "[step3]") {
  Office office;
  auto ada = office.worker("Ada");
  ada.cancel();
  office.world.settle();
  // By the code, never by the words: those differ between systems.
  REQUIRE(ada.error() == asio::error::operation_aborted);
  office.put("label 1");
  REQUIRE(office.lease("Bob").task == "label 1");
}

TEST_CASE("all who wait, and who come later, hear of the end", "[step3]") {
  Office office;
  const auto ada = office.worker("Ada");
  const auto bob = office.worker("Bob");
  office.broker.close();
  office.world.settle();
  REQUIRE(ada.error() == asio::error::eof);
  REQUIRE(bob.error() == asio::error::eof);
  REQUIRE(office.worker("Eve").error() == asio::error::eof);
  REQUIRE_FALSE(office.broker.put("label 1"));
}

TEST_CASE("who is at work when it closes can finish", "[step3]") {
  Office office;
  office.put("label 1");
  office.put("label 2");
  const auto lease = office.lease("Ada");
  office.broker.close();
  office.world.settle();
  // There is a task, and it is for nobody.
  REQUIRE_FALSE(office.worker("Bob").returned());
  REQUIRE(office.broker.extend(lease.token, 1min));
  office.world.advance(1min - 1ms);
  REQUIRE(office.broker.done(lease.token));
}

// ----------------------------------------------------------- step 4: again

TEST_CASE("a lease ends each time", "[step4]") {
  Office office;
  office.put("label 1");
  Token last = 0;
  for (int time = 0; time < 3; ++time) {
    const auto lease = office.lease("a worker");
    REQUIRE(lease.token > last);
    last = lease.token;
    office.world.advance(30s);
  }
}

TEST_CASE("a lease is extended as often as its worker asks", "[step4]") {
  Office office;
  office.put("label 1");
  const auto lease = office.lease("Ada");
  const auto bob = office.worker("Bob");
  for (int time = 0; time < 3; ++time) {
    office.world.advance(20s);
    REQUIRE(office.broker.extend(lease.token, 30s));
  }
  REQUIRE(bob.waits());
  REQUIRE(office.broker.done(lease.token));
  REQUIRE_FALSE(office.broker.done(lease.token));
}

TEST_CASE("two leases end, each in its time", "[step4]") {
  Office office;
  office.put("label 1");
  office.put("label 2");
  office.lease("Ada", 10s);
  office.lease("Bob", 20s);
  const auto eve = office.worker("Eve");
  const auto dan = office.worker("Dan");
  office.world.advance(10s);
  REQUIRE(eve.returned());
  REQUIRE(eve.value().task == "label 1");
  REQUIRE(dan.waits());
  office.world.advance(10s);
  REQUIRE(dan.returned());
}

TEST_CASE("a task and a cancellation meet, and no task is lost", "[step4]") {
  Office office;
  auto ada = office.worker("Ada");
  // He waits behind her: a task that is given back is for him.
  const auto bob = office.worker("Bob");
  // No settle() in between: both happen at the same moment.
  REQUIRE(office.broker.put("label 1"));
  ada.cancel();
  office.world.settle();
  // Two endings are right, so the test allows both, and nothing else.
  if (ada.returned())
    REQUIRE(ada.value().task == "label 1");
  else
    REQUIRE(bob.returned());
}

}  // namespace

}  // namespace exo48
