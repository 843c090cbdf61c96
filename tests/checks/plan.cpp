// plan_check ROOT: what is said of the exercises in several places is what
// exercises/list.txt says.
//
// - README.md and README.fr.md have one row for each exercise, in order, with
//   its level and its minutes;
// - the fifth line of an exercise's README has its level, its minutes, and the
//   links to the exercises before and after it;
// - the folders of exercises, solutions and tests are those of the list;
// - each page of the book has a row in its contents, and the exercise that it
//   goes with names it; the recap leads to each exercise.
//
// Exit status: 0 when all holds, 1 with one line per problem.

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/exercises.hpp"
#include "common/files.hpp"
#include "common/strings.hpp"
#include "tests/checks/problem.hpp"

namespace {

using namespace workbook;

const std::map<std::string, std::string, std::less<>> french_levels = {
    {"beginner", "débutant"}, {"intermediate", "intermédiaire"},
    {"advanced", "avancé"},   {"expert", "expert"},
    {"project", "projet"},
};

std::string level_of(const Exercise& exercise, bool french) {
  if (!french) return exercise.level;
  const auto level = french_levels.find(exercise.level);
  return level == french_levels.end() ? "?" : level->second;
}

// Its first letter, which may be accented, may be a capital.
bool contains(std::string_view text, std::string_view word) {
  if (word.size() > 2) word.remove_prefix(2);
  return text.find(word) != text.npos;
}

void check_table(const fs::path& root, const Exercises& exercises,
                 bool french) {
  const std::string name = french ? "README.fr.md" : "README.md";
  std::vector<std::string> rows;
  for (auto& line : lines_of(read_file(root / name)))
    if (line.starts_with("| [") && line.find("](exercises/exo") != line.npos)
      rows.push_back(line);
  if (rows.size() != exercises.size())
    problem(name, "{} rows for {} exercises", rows.size(), exercises.size());
  for (std::size_t i = 0; i < std::min(rows.size(), exercises.size()); ++i) {
    const auto& exercise = exercises[i];
    const auto link = fmt::format("](exercises/{}/{})", exercise.name, name);
    if (rows[i].find(link) == rows[i].npos)
      problem(name, "row {} is not {}'s: {}", i + 1, exercise.id, rows[i]);
    const auto end = fmt::format("| {} | {} min |", level_of(exercise, french),
                                 exercise.minutes);
    auto row = rows[i];
    replace_all(row, "\u00a0", " ");
    if (!row.ends_with(end))
      problem(name, "the row of {} does not end with \"{}\"", exercise.id, end);
  }
}

void check_readme(const fs::path& root, const Exercises& exercises,
                  std::size_t i, bool french) {
  const std::string name = french ? "README.fr.md" : "README.md";
  const auto& exercise = exercises[i];
  const auto where = fmt::format("exercises/{}/{}", exercise.name, name);
  const auto lines = lines_of(read_file(root / where));
  auto line = lines.size() < 5 ? "" : lines[4];
  replace_all(line, "\u00a0", " ");
  if (!contains(line, level_of(exercise, french)))
    problem(where, "line 5 does not say {}", level_of(exercise, french));
  if (line.find(fmt::format("{} minutes", exercise.minutes)) == line.npos)
    problem(where, "line 5 does not say {} minutes", exercise.minutes);
  for (const auto* neighbour :
       {i == 0 ? nullptr : &exercises[i - 1],
        i + 1 == exercises.size() ? nullptr : &exercises[i + 1]})
    if (neighbour && line.find(fmt::format("](../{}/{})", neighbour->name,
                                           name)) == line.npos)
      problem(where, "line 5 lacks: {} [{}](../{}/{})",
              neighbour < &exercise ? (french ? "avant\u00a0:" : "before:")
                                    : (french ? "après\u00a0:" : "after:"),
              neighbour->id, neighbour->name, name);
}

void check_folders(const fs::path& root, const Exercises& exercises) {
  for (auto top : {"exercises", "solutions", "tests"})
    for (const auto& entry : fs::directory_iterator(root / top)) {
      const auto name = entry.path().filename().string();
      if (name.starts_with("exo") && !find(exercises, name))
        problem(top, "{} is not in exercises/list.txt", name);
    }
}

void check_book(const fs::path& root, const Exercises& exercises, bool french) {
  const std::string name = french ? "README.fr.md" : "README.md";
  const auto contents = "book/" + name;
  std::vector<std::string> rows;
  for (auto& line : lines_of(read_file(root / contents)))
    if (line.starts_with("| [")) rows.push_back(line);
  for (const auto& entry : fs::directory_iterator(root / "book")) {
    if (!entry.is_directory()) continue;
    const auto page = entry.path().filename().string();
    const auto start = fmt::format("]({}/{}) |", page, name);
    const auto row = std::find_if(
        rows.begin(), rows.end(),
        [&](const auto& line) { return line.find(start) != line.npos; });
    if (row == rows.end()) {
      problem(contents, "no row for {}", page);
      continue;
    }
    const auto* exercise =
        find(exercises, between(*row, "../exercises/", "/" + name));
    if (!exercise) {
      problem(contents, "{} goes with no exercise", page);
      continue;
    }
    const auto where = fmt::format("exercises/{}/{}", exercise->name, name);
    if (read_file(root / where)
            .find(fmt::format("](../../book/{}/{})", page, name)) ==
        std::string::npos)
      problem(where, "does not name book/{}, which goes with it", page);
  }
  const auto recap = "book/recap/" + name;
  const auto text = read_file(root / recap);
  for (const auto& exercise : exercises)
    if (text.find(fmt::format("](../../exercises/{}/{})", exercise.name,
                              name)) == text.npos)
      problem(recap, "no sentence leads to {}: (../../exercises/{}/{})",
              exercise.id, exercise.name, name);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print("usage: plan_check ROOT\n");
    return 2;
  }
  try {
    const fs::path root(argv[1]);
    const auto exercises = read_exercises(root / exercise_list);
    check_folders(root, exercises);
    for (bool french : {false, true}) {
      check_table(root, exercises, french);
      check_book(root, exercises, french);
      for (std::size_t i = 0; i < exercises.size(); ++i)
        check_readme(root, exercises, i, french);
    }
  } catch (const std::exception& error) {
    fmt::print("{}\n", error.what());
    return 1;
  }
  return problems == 0 ? 0 : 1;
}
