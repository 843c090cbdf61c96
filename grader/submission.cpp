#include "submission.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <support/text.hpp>

#include "common/say.hpp"
#include "text.hpp"

namespace grader {

namespace {

using workbook::say;

constexpr std::uintmax_t largest = 256 * 1024;  // bytes

// The type of root / path, where no folder on the way is a link.
fs::file_type type_inside(const fs::path& root, const fs::path& path) {
  std::error_code none;
  auto at = root;
  auto type = fs::file_type::directory;
  for (const auto& part : path) {
    if (type != fs::file_type::directory) return type;
    at /= part;
    type = fs::symlink_status(at, none).type();
  }
  return type;
}

std::string problem_of(fs::file_type type) {
  switch (type) {
    case fs::file_type::regular:
      return "";
    case fs::file_type::not_found:
    case fs::file_type::none:
      return say({"was not handed in", "n'a pas été rendu"});
    case fs::file_type::directory:
      return say({"is a folder", "est un dossier"});
    case fs::file_type::symlink:
      return say({"is a symbolic link, which is not followed",
                  "est un lien symbolique, qui n'est pas suivi"});
    default:
      return say({"is a device or a pipe, not a file",
                  "est un périphérique ou un tube, pas un fichier"});
  }
}

LearnerFile read_learner_file(const fs::path& root, const fs::path& path) {
  LearnerFile file;
  file.problem = problem_of(type_inside(root, path));
  if (!file.problem.empty()) return file;
  std::ifstream stream(root / path, std::ios::binary);
  file.content.resize(largest + 1);
  stream.read(file.content.data(),
              static_cast<std::streamsize>(file.content.size()));
  file.content.resize(static_cast<std::size_t>(stream.gcount()));
  if (!stream.is_open())
    file.problem = say({"cannot be read", "ne peut pas être lu"});
  else if (file.content.empty())
    file.problem = say({"is empty", "est vide"});
  else if (file.content.size() > largest)
    file.problem =
        say({"is larger than {} KiB", "fait plus de {} Kio"}, largest / 1024);
  else if (!workbook::is_utf8(file.content))
    file.problem = say({"is not UTF-8 text", "n'est pas du texte UTF-8"});
  if (!file.problem.empty()) file.content.clear();
  return file;
}

// Where a submission may have the file of an exercise.
LearnerFile take_one(const fs::path& root, const Exercise& exercise) {
  const auto name = exercise.topic + ".cpp";
  LearnerFile file;
  for (const auto& path :
       {exercise.file(), fs::path(exercise.name) / name, fs::path(name)}) {
    file = read_learner_file(root, path);
    if (type_inside(root, path) != fs::file_type::not_found) break;
  }
  return file;
}

bool same_content(const fs::path& one, const fs::path& other) {
  if (fs::file_size(one) != fs::file_size(other)) return false;
  std::ifstream left(one, std::ios::binary), right(other, std::ios::binary);
  return std::equal(std::istreambuf_iterator<char>(left), {},
                    std::istreambuf_iterator<char>(right));
}

// Files of the workbook that the submission has, too, but not the same.
std::vector<std::string> changed(const fs::path& root,
                                 const Exercises& exercises) {
  std::vector<std::string> found;
  const auto compare = [&](const fs::path& path) {
    const auto type = type_inside(root, path);
    if (type == fs::file_type::not_found || type == fs::file_type::none) return;
    std::error_code none;
    if (type != fs::file_type::regular || !same_content(path, root / path))
      found.push_back(path.generic_string());
  };
  for (auto path : {"CMakeLists.txt", "CMakePresets.json", "exo"})
    compare(path);
  for (auto folder : {".ci", ".github", "cmake", "common", "companion",
                      "exercises", "grader", "solutions", "tests"}) {
    if (!fs::is_directory(folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      const bool theirs =
          std::any_of(exercises.begin(), exercises.end(),
                      [&](const auto& e) { return e.file() == entry.path(); });
      if (!theirs) compare(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

std::string problem_of(const Exercise& exercise, const LearnerFile& file) {
  return file.problem.empty() ? "" : about(exercise, file.problem);
}

Submission take(const fs::path& folder, const Exercises& exercises) {
  if (!fs::is_directory(folder))
    throw std::runtime_error(say({"not a folder; a submission is one",
                                  "pas un dossier ; un rendu en est un"}));
  // The instructor's own path may lead through links; from here on none may.
  const auto root = fs::canonical(folder);
  Submission submission;
  for (const auto& exercise : exercises)
    submission.files.push_back(take_one(root, exercise));
  submission.ignored = changed(root, exercises);
  return submission;
}

}  // namespace grader
