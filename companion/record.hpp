// What the companion remembers between two runs, in the folder .exo: it is the
// learner's, and stays when the build tree is made anew or the folder moves.
#pragma once

#include <string>
#include <vector>

#include "common/exercises.hpp"
#include "judge.hpp"
#include "names.hpp"

namespace companion {

// A number for what a verdict depends on: the learner's file and its tests.
std::string fingerprint(const Exercise& exercise);

enum class State {
  untouched,  // every TODO of the stub is still there
  unjudged,   // edited since it was last judged
  broken,     // judged: it does not compile
  underway,   // judged: some step fails
  passed
};

struct Standing {
  State state = State::untouched;
  // The steps that passed when it last compiled; still shown while it does
  // not compile.
  std::vector<bool> passed;

  int steps_passed() const;
  int first_failed() const;  // counted from 1; 0 if all passed
};

Standing standing(const Exercise& exercise);

// Remembers a verdict on the file whose fingerprint was taken before judging.
void remember(const Exercise& exercise, const std::string& print,
              const Judged& judged);

// Has this text every TODO of the exercise's stub?
bool is_stub(const Exercise& exercise, const std::string& text);

// How many hints of a step the learner has seen.
int hints_seen(const Exercise& exercise, int step);
void remember_hints(const Exercise& exercise, int step, int seen);

// Where the learner works: an exercise's id, "" if unknown.
std::string place();
void remember_place(const Exercise& exercise);

}  // namespace companion
