// Leaves the line with an error of its own.
// breaks: "asio::error::operation_aborted, and no work."
// step: 5
// lesson: left-in-line
#include <exo33-shared-state/plain_desks.hpp>
#include <exo33-shared-state/wrong/another_error.cpp>
