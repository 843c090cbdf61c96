// Finds the learners' files among the files of a submission, by their names,
// and reads their text, whatever an editor has made of it. No file is touched
// here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "result.hpp"

namespace grader {

struct Choice {
  std::string path;  // "" if there is none
  std::vector<std::string> remarks;
};

// Which of these paths, with "/" between their parts, is the learner's file of
// this exercise. First comes where the workbook has it, then the same in one
// more folder, then a name that is nearly right.
Choice choose(const std::vector<std::string>& paths, const Exercise& exercise);

// The folders whose files are never a learner's: solutions, tests, build...
bool never_theirs(std::string_view folder);

// A text in UTF-8, with plain ends of lines. What was not UTF-8 is read as
// UTF-16 or as Windows-1252, which is Latin-1 with more letters; a remark says
// so.
std::string as_utf8(std::string text, std::string_view path,
                    std::vector<std::string>& remarks);

}  // namespace grader
