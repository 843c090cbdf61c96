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
  std::vector<Event> events;
  // Of a test that fails: its lesson, what was expected and what was seen.
  std::string lesson;
  std::string expected_en, expected_fr;
  std::string seen;

  bool wrong() const { return !lesson.empty(); }
};

// The records of a trace: see tests/support/story.cpp.
std::vector<Traced> read_trace(std::string_view text, int step);

// Whose answer the tests judge.
enum class Whose { yours, the_reference };

struct Traces {
  std::string failure;  // what the compiler said; "" if it could be built
  std::vector<Traced> tests;
};

// Builds the program if needed and runs the tests of a step, or of all steps if
// it is 0.
asio::awaitable<Traces> trace(Exercise exercise, int step, Whose whose);

}  // namespace companion
