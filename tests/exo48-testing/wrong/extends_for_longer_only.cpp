// An extension is for whoever needs more time, never for less.
// breaks: "While the lease lasts, it returns true; the lease then ends when
// `visibility` has passed since this call."
// step: 2
// lesson: not-on-the-edge
#include <exo48-testing/plain_office.hpp>
#include <exo48-testing/without.hpp>

namespace exo48 {

static const Without forgotten{"an extension counts from its call"};

TEST_CASE("an extension ends later", "[step2]") {
  plain::Office office;
  office.put("label 1");
  const auto lease = office.lease("Ada");
  const auto bob = office.worker("Bob");
  office.world.advance(20s);
  REQUIRE(office.broker.extend(lease.token, 15s));
  office.world.advance(15s - 1ms);
  REQUIRE(bob.waits());
  office.world.advance(1ms);
  REQUIRE(bob.returned());
}

}  // namespace exo48
