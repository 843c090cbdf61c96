// One bell for all who wait: whoever wakes first gets the desk.
// breaks: "nobody overtakes those who wait, not even at the moment when a desk
//   gets free."
// step: 5
// lesson: overtaken
#include <exo33-shared-state/plain_desks.hpp>
#include <exo33-shared-state/wrong/one_bell.cpp>
