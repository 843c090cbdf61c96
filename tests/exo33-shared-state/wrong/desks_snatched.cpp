// Puts the place down and rings: a newcomer may take it first.
// breaks: "nobody overtakes those who wait, not even at the moment when a desk
//   gets free."
// step: 5
// lesson: overtaken
#include <exo33-shared-state/plain_desks.hpp>
#include <exo33-shared-state/wrong/snatched.cpp>
