// Judges one exercise of one submission.
#pragma once

#include <asio/awaitable.hpp>

#include "base.hpp"
#include "sandbox.hpp"
#include "submission.hpp"

namespace grader {

// Compiles the learner's file, links it with the tests, and runs each step in
// a process of its own, all of it in the sandbox. `scratch` is an empty folder,
// which is empty again when this returns.
//
// A step passes only if the program ended with status 0, told the secret that
// it was given (tests/support/attest.hpp), and reported exactly the test cases
// of the step, each of them with some assertions and none that failed.
asio::awaitable<ExerciseResult> grade_exercise(const Base& base,
                                               const Recipe& recipe,
                                               LearnerFile file,
                                               const Sandbox& sandbox,
                                               fs::path scratch, int slot);

}  // namespace grader
