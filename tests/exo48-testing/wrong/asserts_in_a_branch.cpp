// Its assertion stands in a branch that is never reached.
// breaks: "Each test asserts something each time it runs."
// step: 3
// lesson: asserts-nothing
#include <exo48-testing/plain_office.hpp>

namespace exo48 {

TEST_CASE("who is cancelled gets nothing", "[step3]") {
  plain::Office office;
  auto ada = office.worker("Ada");
  ada.cancel();
  office.world.settle();
  if (ada.returned()) REQUIRE(ada.value().task.empty());
}

}  // namespace exo48
