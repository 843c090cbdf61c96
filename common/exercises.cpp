#include "exercises.hpp"

#include <algorithm>
#include <sstream>
#include <support/language.hpp>

#include "files.hpp"

namespace workbook {

fs::path Exercise::readme() const {
  return folder() / (french() ? "README.fr.md" : "README.md");
}

namespace {
#ifdef __linux__
constexpr bool on_linux = true;
#else
constexpr bool on_linux = false;
#endif
}  // namespace

bool Exercise::has(std::string_view mark) const {
  return std::find(marks.begin(), marks.end(), mark) != marks.end();
}

Exercises read_exercises(const fs::path& list) {
  Exercises exercises;
  std::istringstream lines(read_file(list));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    Exercise next;
    if (line.starts_with('#') ||
        !(words >> next.name >> next.steps >> next.level >> next.minutes))
      continue;
    for (std::string mark; words >> mark;) next.marks.push_back(mark);
    // CMake leaves it out, too.
    if (next.has("linux") && !on_linux) continue;
    const auto dash = next.name.find('-');
    next.id = next.name.substr(0, dash);
    next.number = next.id.substr(3);
    next.topic = next.name.substr(dash + 1);
    std::replace(next.topic.begin(), next.topic.end(), '-', '_');
    exercises.push_back(next);
  }
  return exercises;
}

const Exercise* find(const Exercises& exercises, std::string_view name) {
  for (const auto& exercise : exercises)
    for (auto known :
         {&Exercise::number, &Exercise::id, &Exercise::name, &Exercise::topic})
      if (exercise.*known == name) return &exercise;
  return nullptr;
}

}  // namespace workbook
