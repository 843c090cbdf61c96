// What is taken out of a submission: the learner's files, and nothing else.
#pragma once

#include <asio/awaitable.hpp>
#include <string>
#include <vector>

#include "result.hpp"
#include "sandbox.hpp"

namespace grader {

struct LearnerFile {
  std::string content;   // UTF-8, whatever it was
  std::string problem;   // why it cannot be graded: missing, a link, too large
  bool missing = false;  // there is none
};

struct Submission {
  std::vector<LearnerFile> files;    // one for each exercise, in order
  std::vector<std::string> ignored;  // files of the workbook that it changed
  // What a fair teacher would say: a name that is not quite right, a file that
  // is not looked at.
  std::vector<std::string> remarks;
};

// Its problem as a sentence that names the file.
std::string problem_of(const Exercise& exercise, const LearnerFile& file);

// Reads a submission: a copy of the whole workbook, or only folders like
// exo31-join, or only files like join.cpp, all of it perhaps in one more
// folder; as a folder, an archive (.zip, .tar.gz and others) or a Git
// repository, bare or not. Nothing but regular files is opened and no link is
// followed. Archives and repositories are read in the sandbox; `scratch` is an
// empty folder, and is empty again when this returns. Throws, with a sentence,
// if there is no such submission or no learner's file in it.
asio::awaitable<Submission> take(fs::path path, const Exercises& exercises,
                                 const Sandbox& sandbox, fs::path scratch,
                                 int slot);

// Its name without what says that it is an archive or a repository: anne.zip,
// anne.git.
std::string name_without_kind(const std::string& name);

}  // namespace grader
