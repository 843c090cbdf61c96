// Waits an hour, and sees that a lease has ended: but not when.
// breaks: "since the task was given, not before"
// step: 2
// lesson: not-on-the-edge
#include <exo48-testing/plain_office.hpp>
#include <exo48-testing/without.hpp>

namespace exo48 {

static const Without forgotten{"a lease ends, to the millisecond",
                               "who comes too late changes nothing",
                               "an extension counts from its call"};

TEST_CASE("a lease ends", "[step2]") {
  plain::Office office;
  office.put("label 1");
  const auto late = office.lease("Ada");
  office.world.advance(1h);
  const auto lease = office.lease("Bob");
  REQUIRE(lease.token > late.token);
  REQUIRE_FALSE(office.broker.done(late.token));
  REQUIRE_FALSE(office.broker.extend(late.token, 1h));
  REQUIRE(office.broker.done(lease.token));
}

}  // namespace exo48
