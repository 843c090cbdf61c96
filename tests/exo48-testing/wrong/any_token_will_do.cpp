// Passes tokens on, and never compares two of them.
// breaks: "The token is larger than 0, and than those of all leases before it."
// step: 2
// lesson: nobody-is-late
#include <exo48-testing/plain_office.hpp>
#include <exo48-testing/without.hpp>

namespace exo48 {

static const Without forgotten{"a lease ends, to the millisecond"};

TEST_CASE("a lease ends", "[step2]") {
  plain::Office office;
  const auto ada = office.worker("Ada");
  office.world.advance(10s);
  office.put("label 1");
  const auto bob = office.worker("Bob");
  office.world.advance(30s - 1ms);
  REQUIRE(bob.waits());
  office.world.advance(1ms);
  REQUIRE(bob.returned());
}

}  // namespace exo48
