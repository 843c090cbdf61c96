// Looks before anything has run.
// breaks: "Every right broker passes every test, however it is built."
// step: 1
// lesson: wrong-expectation
#include <exo48-testing/without.hpp>
#include <solutions/exo48-testing/testing.cpp>

namespace exo48 {

TEST_CASE("a task is taken at once", "[step1]") {
  World world;
  Broker broker(world);
  REQUIRE(broker.put("label 1"));
  const auto ada = world.run("Ada", broker.take(30s));
  REQUIRE(ada.returned());
}

}  // namespace exo48
