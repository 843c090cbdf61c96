// What LESSONS.md says about a mistake.
#pragma once

#include <string>
#include <string_view>

#include "common/exercises.hpp"
#include "common/paint.hpp"
#include "names.hpp"

namespace companion {

// The first lesson that a failing step names: "one-after-another"; "" if it
// names none.
std::string lesson_in(std::string_view output);

// What the exercise's LESSONS.md, or else book/failures, says about it, in the
// learner's language; empty if neither knows it.
Lines lesson_text(const Exercise& exercise, const std::string& id,
                  const Paint& paint);

}  // namespace companion
