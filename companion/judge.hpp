// Judges an exercise with CTest: the companion has no other judge.
#pragma once

#include <asio/awaitable.hpp>
#include <string>
#include <vector>

#include "common/exercises.hpp"
#include "names.hpp"

namespace companion {

struct Step {
  bool passed = false;
  std::string output;  // what the tests said
};

struct Judged {
  bool built = false;
  std::string compiler;     // what the compiler said; explained if it is known
  std::vector<Step> steps;  // as many as the exercise has

  bool passed() const;
  int first_failed() const;  // counted from 1; 0 if all passed
};

// What `ctest -R exo31` says. A build tree that does not work is configured
// anew first; throws if it still does not work.
asio::awaitable<Judged> judge(Exercise exercise);

// How far the build is on which judge() waits: "[3/12] teacher.cpp"; "" if that
// is not known.
std::string build_progress(const Exercise& exercise);

}  // namespace companion
