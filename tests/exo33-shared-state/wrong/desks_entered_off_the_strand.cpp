// Joins the line on the caller's thread, and leaves on the strand.
// breaks: "Any number of threads may call it at the same time."
// step: 5
// lesson: line-off-the-strand
#include <exo33-shared-state/plain_desks.hpp>
#include <exo33-shared-state/wrong/entered_off_the_strand.cpp>
