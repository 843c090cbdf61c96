// The learner's answer beside the reference, function by function.
#pragma once

#include <string>
#include <string_view>

#include "common/exercises.hpp"
#include "common/paint.hpp"
#include "names.hpp"

namespace companion {

// The definition of a function in a text of C++, or those of all members of a
// class, with the comments above them but without TODOs; "" if there is none.
std::string definitions_in(std::string_view text, std::string_view name);

// The functions of one step, or of all if `step` is 0: yours on the left, the
// reference's on the right, or one under the other on a narrow screen.
Lines compared(const Exercise& exercise, int step, const Paint& paint);

}  // namespace companion
