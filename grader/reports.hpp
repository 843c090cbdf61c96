// The results in the forms that people's tools read. Each returns the whole
// text of a file. What comes from a submission is harmless in each of them:
// see text.hpp.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base.hpp"
#include "points.hpp"
#include "result.hpp"
#include "sheet.hpp"

namespace grader {

using Class = std::vector<SubmissionResult>;

// For one submission.

// JUnit XML, as the schema junit-10.xsd of Jenkins' xunit plugin has it. It
// holds the whole result: read_saved() reads it back, and throws if it is not
// whole.
std::string junit(const SubmissionResult& result);
SubmissionResult read_saved(std::string_view junit, const Exercises& exercises);

// https://gradescope-autograders.readthedocs.io/en/latest/specs/
std::string gradescope(const SubmissionResult& result, const Points& points);

// Version 3 of
// https://exercism.org/docs/building/tooling/test-runners/interface One file
// for one exercise; its tests are the steps.
std::string exercism(const ExerciseResult& result, const Recipe& recipe);

// Markdown, also for the summary of a CI job.
std::string summary(const SubmissionResult& result, const Points& points);

// https://prairielearn.readthedocs.io/en/latest/externalGrading/
std::string prairielearn(const SubmissionResult& result, const Points& points);

// Markdown for a pull request: short, the messages folded.
std::string comment(const SubmissionResult& result, const Points& points);

// For a class.

// submission,exo29,...,total,max,status,remarks; late days and students where
// they are known.
std::string gradebook(const Class& results, const Exercises& exercises,
                      const Points& points, const Sheet& sheet);

// Markdown: one row for each submission.
std::string class_summary(const Class& results, const Exercises& exercises,
                          const Points& points);

// How many submissions met a misunderstanding, and in which exercises.
struct LessonMet {
  std::string lesson;
  int submissions = 0;
  std::set<std::string> exercises;
};

// The most common ones first.
std::vector<LessonMet> lessons_met(const Class& results);

// How many submissions are graded.
std::size_t graded_in(const Class& results);

// lesson,submissions,of,exercises
std::string lessons(const Class& results);

// The misunderstanding that the message of a step names, or "".
std::string lesson_in(std::string_view message);

// One HTML page, in both languages, without scripts.
std::string page(const Class& results, const Exercises& exercises,
                 const Points& points);

}  // namespace grader
