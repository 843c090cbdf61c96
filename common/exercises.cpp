#include "exercises.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "say.hpp"

namespace workbook {

fs::path Exercise::readme() const {
  return folder() / (french() ? "README.fr.md" : "README.md");
}

Exercises read_exercises(const fs::path& tree) {
  Exercises exercises;
  std::istringstream list(read_file(tree / "companion" / "exercises.txt"));
  for (Exercise next; list >> next.name >> next.steps;) {
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

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (file.peek() != std::ifstream::traits_type::eof()) content << file.rdbuf();
  if (!file.is_open() || fs::is_directory(path))
    throw std::runtime_error(
        say({"{} cannot be read", "{} ne peut pas être lu"}, path.string()));
  return content.str();
}

void write_file(const fs::path& path, std::string_view content) {
  if (path.has_parent_path()) fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << content;
  if (!file.flush())
    throw std::runtime_error(say(
        {"{} cannot be written", "{} ne peut pas être écrit"}, path.string()));
}

}  // namespace workbook
