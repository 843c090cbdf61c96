// Whoever asks for a task finds one.
// breaks: "It returns true, and the task is there to be taken."
// breaks: "If there is none, it waits until there is one."
// breaks: "Whoever has waited longest gets the next task."
// step: 1
// lesson: nobody-waits
#include <exo48-testing/without.hpp>

namespace exo48 {

static const Without forgotten{"who waits longest is served first"};

}  // namespace exo48
