// What the tests of an exercise tell while they run: their stories, to draw.
#pragma once

#include <asio/awaitable.hpp>
#include <string>
#include <support/event.hpp>
#include <vector>

#include "common/exercises.hpp"
#include "names.hpp"

namespace companion {

struct Traced {
  int step = 0;
  std::string en;  // the title of the test
  std::string fr;
  // What it did, from nothing, as often as it has begun anew; and the one of
  // these stories that is drawn: the one that went wrong, else the first one.
  std::vector<std::vector<Event>> stories;
  std::size_t drawn = 0;
  // Of a test that fails: its lesson, what was expected and what was seen.
  std::string lesson;
  std::string expected_en, expected_fr;
  std::string seen;

  bool wrong() const { return !lesson.empty(); }
  const std::vector<Event>& events() const { return stories[drawn]; }
};

// The records of a trace: see tests/support/story.cpp.
std::vector<Traced> read_trace(std::string_view text, int step);

// Whose answer the tests judge.
enum class Whose { yours, the_reference };

struct Traces {
  std::string failure;  // what the compiler said; "" if it could be built
  std::vector<Traced> tests;
};

// The test of the same step and title; nullptr if there is none.
const Traced* find(const Traces& traces, const Traced& like);

// What stands above the picture of a run: "yours", or "yours (part 2 of the
// test)" where the reference's has several.
std::string caption(Text whose, const Traced& drawn, const Traced& reference);

// Of the tests of yours that went wrong, the same stories of the reference are
// drawn.
void draw_the_same(const Traces& yours, Traces& reference);

// Builds the program if needed and runs the tests of a step, or of all steps if
// it is 0.
asio::awaitable<Traces> trace(Exercise exercise, int step, Whose whose);

}  // namespace companion
