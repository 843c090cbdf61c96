// The keeper: a thread that holds the private channel of a grader.
//
// The channel is not among the open files of any other thread: the keeper has a
// table of open files of its own. So nothing that the code under test opens,
// closes, duplicates or reads can be the channel. Linux only; elsewhere nothing
// is graded.
#pragma once

#include <cstddef>

namespace workbook {

// Reads `size` bytes of standard input, which is the channel; hands it over to
// the keeper; and shuts the program in: from here on it cannot become another
// program, cannot make memory executable, cannot change its own code or
// constants, and is not to be read through /proc. False if there is no keeper.
bool keeper_begin(char* order, std::size_t size);

// Has the keeper tell the secret and this text, and waits until it has.
void keeper_tell(const char* text, std::size_t size);

}  // namespace workbook
