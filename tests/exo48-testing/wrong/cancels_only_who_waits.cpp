// Whoever is cancelled has waited in peace until then.
// breaks: "Given a task and cancelled at the same moment, it returns the lease,
// or it throws and the task is there to be taken."
// step: 4
// lesson: no-second-use
#include <exo48-testing/without.hpp>

namespace exo48 {

static const Without forgotten{
    "a task and a cancellation meet, and no task is lost"};

}  // namespace exo48
