// Shields those who wait from being cancelled.
// breaks: "Cancelled in the line, a client leaves it at once"
// step: 5
// lesson: left-in-line
#include <exo33-shared-state/plain_desks.hpp>
#include <exo33-shared-state/wrong/cancelled_only_after_work.cpp>
