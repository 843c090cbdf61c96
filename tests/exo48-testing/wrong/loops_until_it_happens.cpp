// Asks again and again until it happens.
// breaks: "Each test comes to an end, with a broken broker, too."
// step: 2
// lesson: no-verdict
#include <exo48-testing/without.hpp>
#include <solutions/exo48-testing/testing.cpp>

namespace exo48 {

TEST_CASE("a lease ends some day", "[step2]") {
  Office office;
  office.put("label 1");
  office.lease("Ada");
  const auto bob = office.worker("Bob");
  while (bob.waits()) office.world.advance(1s);
  REQUIRE(bob.value().task == "label 1");
}

}  // namespace exo48
