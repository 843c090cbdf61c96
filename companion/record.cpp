#include "record.hpp"

#include <fmt/format.h>

#include <algorithm>
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

int Standing::steps_passed() const {
  return static_cast<int>(std::count(passed.begin(), passed.end(), true));
}

int Standing::first_failed() const {
  const auto first = std::find(passed.begin(), passed.end(), false);
  return first == passed.end() ? 0
                               : static_cast<int>(first - passed.begin()) + 1;
}

Standing standing(const Exercise& exercise) {
  Standing found;
  found.passed.resize(static_cast<std::size_t>(exercise.steps));
  const bool stub = is_stub(exercise, recall(exercise.file()));
  // The fingerprint, whether it compiled, and a bit for each step.
  std::istringstream verdict(recall(verdict_file(exercise)));
  std::string print, built;
  const bool judged = static_cast<bool>(verdict >> print >> built);
  const bool now = judged && print == fingerprint(exercise);
  if (stub && !now) return found;
  for (std::size_t i = 0; i < found.passed.size(); ++i) {
    bool passed = false;
    verdict >> passed;
    found.passed[i] = passed;
  }
  if (!now)
    found.state = State::unjudged;
  else if (built == "broken")
    found.state = State::broken;
  else if (found.first_failed() == 0)
    found.state = State::passed;
  else
    found.state = stub ? State::untouched : State::underway;
  return found;
}

void remember(const Exercise& exercise, const std::string& print,
              const Judged& judged) {
  const auto before = standing(exercise).passed;
  auto text = print + (judged.built ? " compiles" : " broken");
  for (std::size_t i = 0; i < before.size(); ++i)
    text += (judged.built ? judged.steps[i].passed : before[i]) ? " 1" : " 0";
  write_file(verdict_file(exercise), text + '\n');
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
