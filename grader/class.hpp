// Grades a whole class, and writes what came of it.
#pragma once

#include <asio/awaitable.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base.hpp"
#include "points.hpp"
#include "reports.hpp"
#include "roster.hpp"
#include "sandbox.hpp"
#include "submission.hpp"

namespace grader {

struct Order {
  std::vector<fs::path> submissions;
  fs::path out;
  int jobs = 1;
  bool again = false;  // grade even what has not changed since
  std::optional<Deadline> deadline;
};

// Grades each submission, `jobs` exercises at a time, and writes its reports
// into a folder of its own in `out`. One that was graded before, with the same
// files and the same tests, is not graded again. What fails for one submission
// is said in its result, and harms no other.
//
// When cancelled, ends what runs; what was graded by then stays, and need not
// be graded again.
asio::awaitable<Class> grade_class(const Base& base, const Sandbox& sandbox,
                                   const Points& points, Order order);

// The results that grading has left in these folders: from several machines,
// say.
Class collect(const std::vector<fs::path>& folders, const Exercises& exercises);

// The reports of the whole class: gradebook.csv, gradebook.fr.csv, index.html,
// summary.md, lessons.csv, review.md; with a roster moodle.csv and canvas.csv,
// and where Moodle's folders are known, moodle-feedback.zip. `title` is the
// name of the assignment.
void write_class(const fs::path& out, const Class& results,
                 const Exercises& exercises, const Points& points,
                 const Roster& roster, const std::string& title);

}  // namespace grader
