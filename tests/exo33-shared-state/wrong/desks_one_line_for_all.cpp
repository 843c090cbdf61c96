// All halls of the program share their desks.
// breaks: "Two halls have two sets of desks, and do not wait for each other."
// step: 5
// lesson: static-state
#include <exo33-shared-state/plain_desks.hpp>
#include <exo33-shared-state/wrong/one_line_for_all.cpp>
