// What deserves a teacher's look, and why: signs, not proofs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports.hpp"

namespace grader {

// The tokens of C++ code, without comments. `plain`: every name that is no
// keyword is "i", every number "0", every text "s", so that new names for old
// things change nothing.
std::vector<std::string> tokens_of(std::string_view code, bool plain);

// What in this code answers of the exercises have no use for, each said in a
// few words.
std::vector<std::string> signs_in(std::string_view code,
                                  const std::vector<std::string>& calls);

// How much of the smaller of two codes is in the other, from 0 to 1; the stub,
// which both began with, does not count. 0 if one is too short to tell.
double likeness(std::string_view one, std::string_view other,
                std::string_view stub);

// Markdown: the signs in each submission, and which are suspiciously alike, or
// like the reference. The code is what the grader has kept in `out`.
std::string review(const Class& results, const Exercises& exercises,
                   const fs::path& out);

}  // namespace grader
