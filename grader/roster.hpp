// Who is in the class: a table of the school's tool, and the tables that go
// back to it.
#pragma once

#include <string>
#include <vector>

#include "points.hpp"
#include "reports.hpp"
#include "sheet.hpp"

namespace grader {

class Roster {
 public:
  Roster() = default;

  // Reads a table with a line of names of columns: what Moodle gives as its
  // grading worksheet, Canvas as its gradebook, GitHub Classroom as its roster,
  // or a table of one's own. Columns are known by their names, in English or
  // French. Throws Misuse if there is none that names a person.
  explicit Roster(const fs::path& file);

  bool empty() const { return people_.empty(); }

  // Says of each result who it is, by the name of its folder, and adds those
  // of whom there is none: they are absent, which is neither graded nor zero,
  // and `why` says so. What is in doubt becomes a remark.
  void call(Class& results, const workbook::Text& why) const;

  // As each tool takes it back: the columns that it gave, with the points in.
  // `title` is the name of the assignment.
  std::string moodle(const Class& results, const Exercises& exercises,
                     const Points& points) const;
  std::string canvas(const Class& results, const Exercises& exercises,
                     const Points& points, const std::string& title) const;

  // The folder that Moodle takes feedback of a submission in: as it has named
  // the submission itself, or as the roster's numbers say; "" if nobody knows.
  std::string moodle_folder(const SubmissionResult& result) const;

 private:
  struct Person {
    std::string name;
    std::string name_words;  // in an order of their own
    std::string id;
    std::string email;
    std::string login;
    std::string participant;  // Moodle's number in this assignment
    std::string canvas_id;
    std::vector<std::string> words;  // by which a folder may be known
  };

  // The index of a column, or -1.
  int column(std::initializer_list<std::string_view> names) const;
  std::string value(std::size_t row, int column) const;
  std::vector<int> candidates(const std::string& name) const;
  const SubmissionResult* result_of(const Class& results, int row) const;

  Table table_;
  std::vector<Person> people_;  // one for each row
  bool canvas_ = false;         // the table is Canvas's own
};

}  // namespace grader
