// The stub of an exercise, as the workbook gave it, whatever the learner did.
#pragma once

#include <asio/awaitable.hpp>
#include <optional>
#include <string>

#include "common/exercises.hpp"
#include "names.hpp"

namespace companion {

// The stub as the workbook has it. In a git repository, it is the newest
// version of the file that still has every TODO: HEAD's may be the learner's,
// and the first may have been corrected since. Without git, it is the copy that
// CMake made when it configured build/learn, if that has every TODO. Nothing if
// there is neither.
asio::awaitable<std::optional<std::string>> pristine(Exercise exercise);

// Puts the stub back. The learner's file is kept beside it, under a name that
// was free and that is returned; "" if the file is the stub already. Throws,
// and changes nothing, if the stub cannot be had.
asio::awaitable<std::string> reset(Exercise exercise);

// Puts back what the last reset() kept, and returns its name; "" if nothing is
// kept. What is in the file now is kept in turn, unless it is the stub.
std::string undo(const Exercise& exercise);

}  // namespace companion
