// For wrong answers: what a test of the reference begins with, an office that
// is right.
//
//   TEST_CASE("a lease can be extended", "[step2]") {
//     plain::Office office;
//     office.put("label 1");
//     REQUIRE(office.broker.extend(office.lease("Ada").token, 1min));
//   }
#pragma once

#include <chrono>
#include <string>

#include "testing.hpp"

namespace exo48 {

using namespace std::chrono_literals;

namespace plain {

struct Office {
  World world;
  Broker broker{world};

  // A worker who asks for a task, and may wait.
  Outcome<Lease> worker(const char* name, Milliseconds visibility = 30s) {
    auto outcome = world.run(name, broker.take(visibility));
    world.settle();
    return outcome;
  }

  // A worker who must get a task at once.
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

}  // namespace plain

}  // namespace exo48
