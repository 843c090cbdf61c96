#include "record.hpp"

#include <fmt/format.h>

#include <sstream>
#include <system_error>

#include "common/files.hpp"
#include "common/strings.hpp"

namespace companion {

namespace {

// "" for a file that is not there: nothing is remembered yet.
std::string recall(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) ? read_file(path) : std::string();
}

fs::path verdict_file(const Exercise& exercise) {
  return memory / (exercise.id + ".verdict");
}

fs::path hints_file(const Exercise& exercise, int step) {
  return memory / fmt::format("{}.step{}.hints", exercise.id, step);
}

}  // namespace

std::string fingerprint(const Exercise& exercise) {
  Fingerprint print;
  for (const auto& path :
       {exercise.file(), exercise.header(), exercise.tests()})
    print.add(recall(path));
  return print.text();
}

bool is_stub(const Exercise& exercise, const std::string& text) {
  for (int step = 1; step <= exercise.steps; ++step)
    if (text.find(fmt::format("todo(\"{} step {}:", exercise.id, step)) ==
        text.npos)
      return false;
  return true;
}

Standing standing(const Exercise& exercise) {
  Standing found;
  // The file's first line is the fingerprint; then comes a line for each step.
  std::istringstream verdict(recall(verdict_file(exercise)));
  std::string print;
  if (verdict >> print && print == fingerprint(exercise)) {
    found.first_failed = 0;
    bool passed = false;
    for (int step = 1; verdict >> passed; ++step) {
      found.steps_passed += passed;
      if (!passed && found.first_failed == 0) found.first_failed = step;
    }
    found.state = found.first_failed == 0 ? State::passed : State::underway;
    if (found.state == State::passed) return found;
  }
  if (is_stub(exercise, recall(exercise.file())))
    found.state = State::untouched;
  else if (found.state != State::underway)
    found.state = State::unjudged;
  return found;
}

void remember(const Exercise& exercise, const std::string& print,
              const Judged& judged) {
  std::string lines = print + '\n';
  for (const auto& step : judged.steps)
    lines += judged.built && step.passed ? "1\n" : "0\n";
  write_file(verdict_file(exercise), lines);
}

int hints_seen(const Exercise& exercise, int step) {
  std::istringstream file(recall(hints_file(exercise, step)));
  int seen = 0;
  file >> seen;
  return seen;
}

void remember_hints(const Exercise& exercise, int step, int seen) {
  write_file(hints_file(exercise, step), std::to_string(seen) + '\n');
}

std::string place() {
  std::istringstream file(recall(memory / "place"));
  std::string id;
  file >> id;
  return id;
}

void remember_place(const Exercise& exercise) {
  write_file(memory / "place", exercise.id + '\n');
}

}  // namespace companion
