// Each thing happens once, in each test.
// breaks: "The lease ends when `visibility` has passed"
// breaks: "it returns true, and the task is never given again"
// step: 4
// lesson: no-second-use
#include <exo48-testing/without.hpp>

namespace exo48 {

static const Without forgotten{
    "a lease ends each time", "a lease is extended as often as its worker asks",
    "two leases end, each in its time"};

}  // namespace exo48
