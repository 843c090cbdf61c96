// The workbook, as CMake knows it: its exercises, in order.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace workbook {

namespace fs = std::filesystem;

// All paths start at the root of the workbook, where the programs run.
struct Exercise {
  std::string id;      // "exo31"
  std::string number;  // "31"
  std::string name;    // "exo31-join"
  std::string topic;   // "join", "shared_state": as in file names
  int steps = 0;
  std::string level;  // "beginner"
  int minutes = 0;
  std::vector<std::string> marks;  // "linux", "world", "clock"

  fs::path folder() const { return fs::path("exercises") / name; }
  fs::path file() const { return folder() / (topic + ".cpp"); }
  fs::path header() const { return folder() / (topic + ".hpp"); }
  fs::path tests() const { return fs::path("tests") / name / "test.cpp"; }
  fs::path solution() const {
    return fs::path("solutions") / name / (topic + ".cpp");
  }
  fs::path readme() const;  // in the learner's language
  bool has(std::string_view mark) const;
};

using Exercises = std::vector<Exercise>;

// The one list of exercises, its head says what each column is; without those
// that this system does not have.
inline const fs::path exercise_list = "exercises/list.txt";
Exercises read_exercises(const fs::path& list = exercise_list);

// "31", "exo31", "exo31-join" or "join"; nullptr if there is none.
const Exercise* find(const Exercises& exercises, std::string_view name);

}  // namespace workbook
