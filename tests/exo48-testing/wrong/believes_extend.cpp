// extend() says yes, and nobody looks whether it has extended anything.
// breaks: "While the lease lasts, it returns true; the lease then ends when
// `visibility` has passed since this call."
// step: 2
// lesson: not-on-the-edge
#include <exo48-testing/plain_office.hpp>
#include <exo48-testing/without.hpp>

namespace exo48 {

static const Without forgotten{"an extension counts from its call"};

TEST_CASE("a lease can be extended", "[step2]") {
  plain::Office office;
  office.put("label 1");
  REQUIRE(office.broker.extend(office.lease("Ada").token, 1min));
}

}  // namespace exo48
