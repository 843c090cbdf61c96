// Serves the one who came last.
// breaks: "Clients are served in the order in which they came"
// step: 5
// lesson: not-in-order
#include <exo33-shared-state/plain_desks.hpp>
#include <exo33-shared-state/wrong/last_come_first_served.cpp>
