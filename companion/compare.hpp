// The learner's answer beside the reference, function by function.
#pragma once

#include "common/exercises.hpp"
#include "common/paint.hpp"
#include "names.hpp"

namespace companion {

// The functions of one step, or of all if `step` is 0: yours on the left, the
// reference's on the right, or one under the other on a narrow screen.
Lines compared(const Exercise& exercise, int step, const Paint& paint);

}  // namespace companion
