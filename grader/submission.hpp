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

// Until when something could be handed in.
struct Deadline {
  long long at = 0;   // seconds since 1970
  int late_days = 0;  // that are accepted after it
};

// "2026-11-21", which is all of that day, "2026-11-21 18:00",
// "2026-11-21T18:00:00+01:00"; without a zone, it is this machine's. Throws
// Misuse if it is none of these.
Deadline read_deadline(const std::string& text);

struct Submission {
  std::vector<LearnerFile> files;    // one for each exercise, in order
  std::vector<std::string> ignored;  // files of the workbook that it changed
  // Remarks for the student that cost no points: a name that is not quite
  // right, a file that is not looked at.
  std::vector<std::string> remarks;
  int late_days = -1;  // of the commit that was taken; -1 if nobody knows
};

// Its problem as a sentence that names the file.
std::string problem_of(const Exercise& exercise, const LearnerFile& file);

// Reads a submission: a copy of the whole workbook, or only folders like
// exo31-join, or only files like join.cpp, all of it perhaps in one more
// folder; as a folder, an archive (.zip, .tar.gz and others) or a Git
// repository, bare or not. Nothing but regular files is opened and no link is
// followed. Archives and repositories are read in the sandbox; `scratch` is an
// empty folder, and is empty again when this returns. Throws, with a sentence,
// if there is no such submission or no learner's file in it. What is taken is
// of `chosen`, of all the exercises.
//
// With a deadline, what counts of a repository is the last commit before it, or
// within the late days.
asio::awaitable<Submission> take(fs::path path, const Exercises& all,
                                 const Exercises& chosen,
                                 const Deadline* deadline,
                                 const Sandbox& sandbox, fs::path scratch,
                                 int slot);

// Its name without what says that it is an archive or a repository: anne.zip,
// anne.git.
std::string name_without_kind(const std::string& name);

}  // namespace grader
