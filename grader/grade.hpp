// Judges one exercise of one submission.
#pragma once

#include <asio/awaitable.hpp>
#include <chrono>

#include "base.hpp"
#include "sandbox.hpp"
#include "submission.hpp"

namespace grader {

// `budget` is what the tests of the submission may still take; what they take
// goes off it, and a step for which nothing is left is not run.
//
// Compiles the learner's file, links it with the tests, and runs each step in
// a process of its own, all of it in the sandbox. `scratch` is an empty folder,
// which is empty again when this returns.
//
// A step passes only if the program ended with status 0, told the secret that
// it was given (tests/support/attest.hpp), and reported exactly the test cases
// of the step, each of them with some assertions and none that failed; and if
// it failed where it had to, when one expectation was turned round.
asio::awaitable<ExerciseResult> grade_exercise(
    const Base& base, const Recipe& recipe, LearnerFile file,
    const Sandbox& sandbox, fs::path scratch, int slot,
    std::chrono::nanoseconds& budget);

}  // namespace grader
