// Runs the work where the lock has its strand.
// breaks: "and runs where the client runs; the client comes back there"
// step: 5
// lesson: caller-moved
#include <exo33-shared-state/plain_desks.hpp>
#include <exo33-shared-state/wrong/work_on_the_strand.cpp>
