// Keeps what the work throws to itself.
// breaks: "What the work throws reaches the client."
// step: 5
// lesson: exception-lost
#include <exo33-shared-state/plain_desks.hpp>
#include <exo33-shared-state/wrong/failure_swallowed.cpp>
