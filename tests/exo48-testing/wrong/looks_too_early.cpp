// Looks before anything has run.
// breaks: "Every right broker passes every test, however it is built."
// step: 1
// lesson: wrong-expectation
#include <exo48-testing/plain_office.hpp>

namespace exo48 {

TEST_CASE("a task is taken at once", "[step1]") {
  plain::Office office;
  office.put("label 1");
  const auto ada = office.world.run("Ada", office.broker.take(30s));
  REQUIRE(ada.returned());
}

}  // namespace exo48
