// What is taken out of a submission: the learner's files, and nothing else.
#pragma once

#include <string>
#include <vector>

#include "result.hpp"

namespace grader {

struct LearnerFile {
  std::string content;
  std::string problem;  // why it cannot be graded: missing, a link, too large
};

struct Submission {
  std::vector<LearnerFile> files;    // one for each exercise, in order
  std::vector<std::string> ignored;  // files of the workbook that it changed
};

// Its problem as a sentence that names the file.
std::string problem_of(const Exercise& exercise, const LearnerFile& file);

// Reads a submission: a copy of the whole workbook, or only folders like
// exo31-join, or only files like join.cpp. Nothing but regular files is opened
// and no link is followed. Throws if `folder` is not a folder.
Submission take(const fs::path& folder, const Exercises& exercises);

}  // namespace grader
