// What the watch shows: a frame, from where the learner stands.
#pragma once

#include <optional>
#include <string>

#include "common/exercises.hpp"
#include "common/paint.hpp"
#include "judge.hpp"
#include "names.hpp"

namespace companion {

// Which page fills the middle of the frame.
enum class Page { verdict, hints, list, demo, reset };

struct View {
  Page page = Page::verdict;
  const Exercise* exercise = nullptr;  // where the learner works
  const Exercise* finished = nullptr;  // the one that has just passed
  const Judged* judged = nullptr;      // the last verdict, if there is one
  bool judging = false;                // a new one is on its way
  std::string demo;                    // what the demo printed
  std::string note;                    // what the last key did
  std::size_t scroll = 0;              // lines of the page that are above
};

// A frame of at most `rows` lines. A page that is longer can be scrolled;
// `scroll` is brought back into it.
Lines compose(View& view, const Exercises& exercises, const Paint& paint,
              int rows);

}  // namespace companion
