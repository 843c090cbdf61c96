// Calls put(), done() and extend(), and does not listen to what they say.
// breaks: "It returns true, and the task is there to be taken."
// breaks: "While the lease lasts, it returns true, and the task is never given
// again."
// step: 1
// lesson: answers-ignored
#include <exo48-testing/plain_office.hpp>
#include <exo48-testing/without.hpp>

namespace exo48 {

static const Without forgotten{"a task goes to one worker",
                               "tasks come in the order in which they were put",
                               "who waits longest is served first"};

TEST_CASE("a task goes to one worker", "[step1]") {
  plain::Office office;
  office.broker.put("label 1");
  REQUIRE(office.lease("Ada").task == "label 1");
  REQUIRE(office.worker("Bob").waits());
}

TEST_CASE("tasks come in the order in which they were put", "[step1]") {
  plain::Office office;
  for (const auto* task : {"label 1", "label 2", "label 3"})
    office.broker.put(task);
  for (const auto* task : {"label 1", "label 2", "label 3"})
    REQUIRE(office.lease("Ada").task == task);
}

TEST_CASE("who waits longest is served first", "[step1]") {
  plain::Office office;
  const auto ada = office.worker("Ada");
  const auto bob = office.worker("Bob");
  office.broker.put("label 1");
  office.world.settle();
  REQUIRE(ada.returned());
  REQUIRE(bob.waits());
  office.broker.put("label 2");
  office.world.settle();
  REQUIRE(bob.returned());
}

}  // namespace exo48
