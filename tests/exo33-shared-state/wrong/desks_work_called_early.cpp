// Calls the work before its turn, and awaits it then.
// breaks: "The `work` of a client is called once, at the desk"
// step: 5
// lesson: called-once
#include <exo33-shared-state/plain_desks.hpp>
#include <exo33-shared-state/wrong/work_called_early.cpp>
