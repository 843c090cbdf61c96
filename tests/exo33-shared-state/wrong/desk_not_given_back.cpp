// Gives the desk back after the work, unless the work throws.
// breaks: "A desk is free again when its work has ended, however it ended."
// step: 5
// lesson: desk-lost
#include <exo33-shared-state/plain_desks.hpp>
#include <exo33-shared-state/wrong/no_release_on_exception.cpp>
