// What the commands and the watch both show, as lines that fit the width.
#pragma once

#include <string>

#include "common/exercises.hpp"
#include "common/paint.hpp"
#include "judge.hpp"
#include "names.hpp"
#include "readme.hpp"
#include "record.hpp"

namespace companion {

// "exo31: join · Intermediate · about 40 minutes"
std::string headline(const Readme& readme, const Paint& paint);

// A line for each step: passed, the next one, or still to come.
Lines steps_of(const Exercise& exercise, const Readme& readme,
               const Standing& standing, const Paint& paint);

// Why the exercise does not pass: the compiler's words, explained, or those of
// the first step that fails.
Lines reason(const Judged& judged, const Paint& paint);

// What the learner is able to do, now that the exercise passes, and how to go
// on: with a key of the watch, or with a command.
Lines learned(const Exercise& exercise, const Readme& readme,
              const Paint& paint, bool in_watch);

// What all exercises of a part have taught, and what to read next: once all of
// those pass that are in the part of `exercise`, else nothing.
Lines recap(const Exercises& exercises, const Exercise& exercise,
            const Paint& paint);

// The hints of a step from the first one to the `seen`th.
Lines hints(const Readme& readme, int step, int seen, const Paint& paint);
int count_hints(const Readme& readme, int step);

// All exercises, a line each, under a progress bar.
Lines overview(const Exercises& exercises, const Paint& paint);

// In the learner's words, and in those of `list --json`.
std::string describe(const Standing& standing, int steps);
std::string_view name_of(State state);

struct Progress {
  int done = 0;
  int total = 0;
};

// All steps, and how many of them pass.
Progress progress(const Exercises& exercises);

// Adds lines to lines.
void append(Lines& lines, const Lines& more);

}  // namespace companion
