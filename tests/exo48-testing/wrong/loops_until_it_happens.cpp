// Asks again and again until it happens.
// breaks: "Each test comes to an end, with a broken broker, too."
// step: 2
// lesson: no-verdict
#include <exo48-testing/plain_office.hpp>

namespace exo48 {

TEST_CASE("a lease ends some day", "[step2]") {
  plain::Office office;
  office.put("label 1");
  office.lease("Ada");
  const auto bob = office.worker("Bob");
  while (bob.waits()) office.world.advance(1s);
  REQUIRE(bob.value().task == "label 1");
}

}  // namespace exo48
