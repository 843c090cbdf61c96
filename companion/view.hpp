// What the watch shows: a frame, from where the learner stands.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "common/exercises.hpp"
#include "common/paint.hpp"
#include "judge.hpp"
#include "names.hpp"

namespace companion {

// Which page fills the middle of the frame.
enum class Page {
  verdict,
  hints,
  lesson,
  list,
  demo,
  picture,
  solution,
  reset,
  help
};

struct View {
  Page page = Page::verdict;
  const Exercise* exercise = nullptr;  // where the learner works
  bool finished = false;               // it has just passed
  const Exercise* next = nullptr;      // where to go on then
  const Judged* judged = nullptr;      // the last verdict, if there is one
  std::string busy;                    // what is being done; "" if nothing is
  std::string demo;                    // what the demo printed
  Lines picture;                       // the stories of the last run, drawn
  std::string note;                    // what the last key did
  std::size_t scroll = 0;              // lines of the page that are above
  std::size_t page_size = 1;  // lines that a page key turns, set by compose()
};

// A frame of at most `rows` lines. A page that is longer can be scrolled;
// `scroll` is brought back into it.
Lines compose(View& view, const Exercises& exercises, const Paint& paint,
              int rows);

}  // namespace companion
