// What grading finds out: the one model behind every report.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/exercises.hpp"

namespace grader {

using workbook::Exercise;
using workbook::Exercises;
namespace fs = workbook::fs;

// pass   everything agrees that the step passed
// fail   the tests ran, and found a mistake
// error  they could not say: not compiled, ended early, too late, too much
enum class Status { pass, fail, error };

struct StepResult {
  Status status = Status::error;
  std::string message;      // harmless text: see clean() in text.hpp
  std::string lesson = "";  // the misunderstanding that it names, or ""
};

struct ExerciseResult {
  Exercise exercise;
  std::string problem;   // why there is no program to test; "" if there is one
  bool missing = false;  // there is no file
  bool graded = true;    // false: it was not asked for
  std::vector<StepResult> steps;
  // What in its code is worth a teacher's look: functions that it calls.
  std::vector<std::string> calls;
};

// "exercises/exo31-join/join.cpp WHAT."
std::string about(const Exercise& exercise, std::string_view what);

// "exo31.step2", as CTest calls it; steps count from 1.
std::string step_name(const Exercise& exercise, int step);

struct SubmissionResult {
  std::string name;      // as the instructor gave it; not to be trusted
  std::string key;       // the same as a file name, and unique in the class
  std::string language;  // of the messages: "en" or "fr"
  std::string protection;
  std::string workbook;  // which tests judged: Base::version
  std::string failure;   // why it could not be graded at all; most often ""
  std::vector<std::string> ignored;  // files of the workbook that it changed
  std::vector<std::string> remarks;  // on how it was handed in
  std::vector<ExerciseResult> exercises;
  // Graded before, and not asked for now: kept for the next time.
  std::vector<ExerciseResult> others;

  bool absent = false;  // in the roster, and nothing was handed in
  int late_days = -1;   // after the deadline; -1 if nobody knows
  // In the roster: the person, with what the tools of schools know them by.
  std::string student;
  std::string student_id;
  int roster_row = -1;
  fs::path folder;  // where its reports are
};

}  // namespace grader
