// Time stands still: no lease ever ends.
// breaks: "The lease ends when `visibility` has passed since the task was
// given"
// breaks: "the task is never given again"
// step: 2
// lesson: time-stands-still
#include <exo48-testing/plain_office.hpp>
#include <exo48-testing/without.hpp>

namespace exo48 {

static const Without forgotten{
    "a lease ends, to the millisecond", "what is done never comes back",
    "who comes too late changes nothing", "an extension counts from its call"};

TEST_CASE("a lease can be extended, and the task done", "[step2]") {
  plain::Office office;
  office.put("label 1");
  const auto lease = office.lease("Ada");
  REQUIRE(office.broker.extend(lease.token, 30s));
  REQUIRE(office.broker.done(lease.token));
  REQUIRE(office.worker("Bob").waits());
}

}  // namespace exo48
