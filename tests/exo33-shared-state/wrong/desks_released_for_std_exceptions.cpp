// Releases when the work throws, if it is a std::exception.
// breaks: "A desk is free again when its work has ended, however it ended."
// step: 5
// lesson: desk-lost
#include <exo33-shared-state/plain_desks.hpp>
#include <exo33-shared-state/wrong/released_for_std_exceptions.cpp>
