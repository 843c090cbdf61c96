// A picture of a story, for a terminal: a lane for each one that something
// happens to, events from left to right under their numbers, waits as lines.
//
//               1  2  3  4  5
//   ask_both    o-------------...
//   the till       o-----*
//   the day              o----...
#pragma once

#include <string>
#include <support/event.hpp>
#include <vector>

namespace workbook {

// In ASCII, at most `width` columns wide; the last events if not all fit. ""
// for a story in which nothing is to be seen. `wrong` marks the last event as
// the moment that went wrong.
std::string lanes(const std::vector<Event>& events, bool wrong, int width);

}  // namespace workbook
