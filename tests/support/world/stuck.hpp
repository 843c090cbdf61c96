// When the program keeps its thread for good, and how a moment is written.
#pragma once

#include <string>
#include <support/world/clock.hpp>

namespace workbook {

// The thread waits for what can never come: tells so as a failure of the
// running test, and ends the program.
[[noreturn]] void stuck_for_ever();

// "29.999 s", « 29,999 s ».
std::string shown(Moment moment);

}  // namespace workbook
