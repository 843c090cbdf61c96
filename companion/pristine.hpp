// The stub of an exercise, as the workbook gave it, whatever the learner did.
#pragma once

#include <asio/awaitable.hpp>
#include <optional>
#include <string>

#include "common/exercises.hpp"
#include "names.hpp"

namespace companion {

// Where git knows the workbook: the newest version of the file that still has
// every TODO. Not HEAD's, for learners commit their work; not the first, for
// workbooks are corrected. Without git: the copy that CMake made when
// build/learn was configured, if the file still had every TODO then. Nothing if
// neither.
asio::awaitable<std::optional<std::string>> pristine(Exercise exercise);

// Puts the stub back. The learner's file is kept beside it, under a name that
// was free and that is returned; "" if the file is the stub already. Throws,
// and changes nothing, if the stub cannot be had.
asio::awaitable<std::string> reset(Exercise exercise);

// Puts back what the last reset() kept, and returns its name; "" if nothing is
// kept. What is in the file now is kept in turn, unless it is the stub.
std::string undo(const Exercise& exercise);

}  // namespace companion
