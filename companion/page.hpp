// The picture of a run as a page for a browser, and as a trace for Perfetto.
#pragma once

#include <string>

#include "common/exercises.hpp"
#include "trace.hpp"

namespace companion {

// The runs of the same tests.
struct Runs {
  Traces yours;
  Traces reference;
};

// One HTML file with all it needs: SVG, both languages, no script. Each test of
// each step, yours above the reference's.
std::string picture_page(const Exercise& exercise, const Runs& english,
                         const Runs& in_french);

// The same in the format of Chrome's traces, which Perfetto reads. A step of
// the story is one millisecond long.
std::string picture_trace(const Runs& runs);

}  // namespace companion
