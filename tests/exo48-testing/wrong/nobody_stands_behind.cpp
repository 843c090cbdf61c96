// Whoever gets the task that is given back comes later, and does not wait yet.
// breaks: "Given a task and cancelled at the same moment, it returns the lease,
// or it throws and the task is there to be taken."
// step: 4
// lesson: no-second-use
#include <exo48-testing/plain_office.hpp>
#include <exo48-testing/without.hpp>

namespace exo48 {

static const Without forgotten{
    "a task and a cancellation meet, and no task is lost"};

TEST_CASE("a task and a cancellation meet", "[step4]") {
  plain::Office office;
  auto ada = office.worker("Ada");
  REQUIRE(office.broker.put("label 1"));
  ada.cancel();
  office.world.settle();
  if (ada.returned())
    REQUIRE(ada.value().task == "label 1");
  else
    REQUIRE(office.lease("Bob").task == "label 1");
}

}  // namespace exo48
