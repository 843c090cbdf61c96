// What each step is worth: 1, unless a file says otherwise.
//
//   # a comment
//   exo29.step1 0.5     this step
//   exo36 2             each step of this exercise; a later line wins
#pragma once

#include <map>
#include <string>

#include "result.hpp"

namespace grader {

class Points {
 public:
  Points() = default;

  // Reads the file; throws Misuse, with the number of the line, if a line is
  // not understood or names what there is not.
  Points(const fs::path& file, const Exercises& exercises);

  double of(const Exercise& exercise, int step) const;  // step from 1
  double of(const Exercise& exercise) const;            // all its steps
  double of(const Exercises& exercises) const;

 private:
  std::map<std::string, double> known_;
};

// What a submission has earned.
double earned(const ExerciseResult& result, const Points& points);
double earned(const SubmissionResult& result, const Points& points);

}  // namespace grader
