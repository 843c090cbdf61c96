// What an exercise's README says about it, in the learner's language: there is
// no second copy of these texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/exercises.hpp"
#include "names.hpp"

namespace companion {

struct Hint {
  int step = 0;
  std::string title;  // "Step 2: a question"
  std::string text;
};

struct Readme {
  std::string title;                 // "exo31: join"
  std::string level;                 // "Intermediate"
  std::string duration;              // "about 40 minutes"
  std::vector<std::string> learned;  // "You will be able to"
  std::vector<std::string> steps;    // "The steps", in order
  std::vector<Hint> hints;           // from a question to an outline
  // What the learner can do once it passes, marked <!-- card -->; most often
  // none, then `learned` says it.
  std::vector<std::string> card;
  std::vector<std::string> questions;  // "Questions to ask yourself"
};

// Markdown as a terminal shows it: [text](link) becomes text; ** and ` and the
// tags of HTML vanish.
std::string plain(std::string_view markdown);

Readme read_readme(const Exercise& exercise);

}  // namespace companion
