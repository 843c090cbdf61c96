// What step_source puts into a reference, so that its later steps can be taken
// away: with WORKBOOK_WRITTEN=2 in the environment, the functions of step 3 and
// of those after it are still to be written.
#pragma once

#include <atomic>
#include <cstdlib>
#include <workbook/todo.hpp>

namespace workbook::steps {

// How many functions are running that use one of a later step.
inline std::atomic<int> borrowers = 0;

// In a function of the reference that uses one of a later step. Someone who has
// not written that one yet will do without it, so it is there while this
// function runs.
struct Borrows {
  Borrows() { ++borrowers; }
  ~Borrows() { --borrowers; }
  Borrows(const Borrows&) = delete;
  Borrows& operator=(const Borrows&) = delete;
};

inline bool unwritten(int step) {
  static const char* const written = std::getenv("WORKBOOK_WRITTEN");
  return written && step > std::atoi(written) && borrowers == 0;
}

}  // namespace workbook::steps
