// Joins the line on the strand, and leaves on the caller's thread.
// breaks: "Any number of threads may call it at the same time."
// step: 5
// lesson: line-off-the-strand
#include <exo33-shared-state/plain_desks.hpp>
#include <exo33-shared-state/wrong/left_off_the_strand.cpp>
