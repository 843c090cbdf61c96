#include "points.hpp"

#include <fmt/format.h>

#include <cmath>
#include <sstream>

#include "common/command_line.hpp"
#include "common/files.hpp"
#include "common/say.hpp"

namespace grader {

Points::Points(const fs::path& file, const Exercises& exercises) {
  std::istringstream lines(workbook::read_file(file));
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    std::istringstream words(line.substr(0, line.find('#')));
    std::string name, rest;
    double value = 0;
    if (!(words >> name)) continue;
    bool good = (words >> value) && !(words >> rest) && value >= 0 &&
                value <= 1'000'000 && std::isfinite(value);
    bool found = false;
    for (const auto& exercise : exercises)
      for (int step = 1; step <= exercise.steps; ++step)
        if (name == exercise.id || name == step_name(exercise, step)) {
          known_[step_name(exercise, step)] = value;
          found = true;
        }
    if (!good || !found)
      throw workbook::Misuse(workbook::say(
          {"{}, line {}: \"exo31.step2 1.5\" or \"exo31 2\" is expected, for "
           "an exercise that there is",
           "{}, ligne {} : il faut « exo31.step2 1.5 » ou « exo31 2 », pour "
           "un exercice qui existe"},
          file.string(), number));
  }
}

double Points::of(const Exercise& exercise, int step) const {
  const auto found = known_.find(step_name(exercise, step));
  return found == known_.end() ? 1 : found->second;
}

double Points::of(const Exercise& exercise) const {
  double sum = 0;
  for (int step = 1; step <= exercise.steps; ++step) sum += of(exercise, step);
  return sum;
}

double Points::of(const Exercises& exercises) const {
  double sum = 0;
  for (const auto& exercise : exercises) sum += of(exercise);
  return sum;
}

double earned(const ExerciseResult& result, const Points& points) {
  double sum = 0;
  for (std::size_t i = 0; i < result.steps.size(); ++i)
    if (result.steps[i].status == Status::pass)
      sum += points.of(result.exercise, static_cast<int>(i) + 1);
  return sum;
}

double earned(const SubmissionResult& result, const Points& points) {
  double sum = 0;
  for (const auto& exercise : result.exercises) sum += earned(exercise, points);
  return sum;
}

}  // namespace grader
