// Whoever is at work when it closes may finish; that he may need more time, no
// test asks.
// breaks: "Leases go on: done() and extend() work as before."
// step: 3
// lesson: nobody-closes
#include <exo48-testing/plain_office.hpp>
#include <exo48-testing/without.hpp>

namespace exo48 {

static const Without forgotten{"who is at work when it closes can finish"};

TEST_CASE("who is at work when it closes is done", "[step3]") {
  plain::Office office;
  office.put("label 1");
  const auto lease = office.lease("Ada");
  office.broker.close();
  office.world.settle();
  REQUIRE(office.broker.done(lease.token));
}

}  // namespace exo48
