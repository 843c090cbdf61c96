// The picture of a run as a page for a browser, and as a trace for Perfetto.
#pragma once

#include <string>

#include "common/exercises.hpp"
#include "trace.hpp"

namespace companion {

// One HTML file with all it needs: SVG, both languages, no script. Each test of
// each step, yours above the reference's.
std::string picture_page(const Exercise& exercise, const Traces& yours,
                         const Traces& reference);

// The same in the format of Chrome's traces, which Perfetto reads. A step of
// the story is one millisecond long.
std::string picture_trace(const Traces& yours, const Traces& reference);

}  // namespace companion
