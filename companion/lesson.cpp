// ./exo lesson 31 one-after-another: a mistake, explained.
#include "lesson.hpp"

#include <algorithm>
#include <array>
#include <system_error>

#include "commands.hpp"
#include "common/command_line.hpp"
#include "common/files.hpp"
#include "common/markdown.hpp"
#include "common/say.hpp"
#include "common/strings.hpp"
#include "present.hpp"

namespace companion {

namespace {

constexpr std::string_view anchor_begins = "<a id=\"";

// The pages that may explain a lesson of the exercise, in the learner's
// language: its own first.
std::array<fs::path, 3> pages_of(const Exercise& exercise) {
  const std::string language = french() ? ".fr.md" : ".md";
  return {exercise.folder() / ("LESSONS" + language), exercise.readme(),
          fs::path("book/failures/README" + language)};
}

// The names of the exercise's own lessons.
std::vector<std::string> ids_of(const Exercise& exercise) {
  const auto [lessons, readme, book] = pages_of(exercise);
  std::error_code ignored;
  std::vector<std::string> ids;
  for (const auto& line : markdown_lines(
           read_file(fs::exists(lessons, ignored) ? lessons : readme)))
    if (line.text.starts_with(anchor_begins))
      ids.emplace_back(between(line.text, anchor_begins, "\""));
  return ids;
}

// The paragraphs from an anchor to the next one, or to a heading.
Lines section(const fs::path& page, const std::string& id, const Paint& paint) {
  std::error_code ignored;
  if (!fs::exists(page, ignored)) return {};
  const auto anchor = std::string(anchor_begins) + id + "\"></a>";
  Lines lines;
  bool inside = false;
  for (const auto& line : markdown_lines(read_file(page))) {
    auto text = line.text;
    if (text.starts_with(anchor_begins)) inside = text.starts_with(anchor);
    if (text.starts_with('#') || text.starts_with("<!--")) inside = false;
    if (!inside) continue;
    if (text.starts_with(anchor)) text.erase(0, anchor.size());
    // A box is a quotation, for Markdown.
    if (text.starts_with('>')) text.erase(0, text.find_first_not_of("> "));
    append(lines, text.empty()
                      ? Lines{""}
                      : fold(line.code ? text : plain(text), paint.width));
  }
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

}  // namespace

std::string lesson_in(std::string_view output) {
  for (std::string_view title : {"\n  Lesson [", "\n  Leçon ["})
    if (const auto found = between(output, title, "]"); !found.empty())
      return std::string(found);
  return "";
}

Lines lesson_text(const Exercise& exercise, const std::string& id,
                  const Paint& paint) {
  for (const auto& page : pages_of(exercise))
    if (auto lines = section(page, id, paint); !lines.empty()) return lines;
  return {};
}

asio::awaitable<int> lesson(Options options) {
  const auto paint = paint_for_output();
  const auto exercises = read_exercises();
  const auto& words = options.arguments;
  if (words.size() == 1 && !find(exercises, words[0])) {
    // A lesson by its name alone. Several exercises may have one of that name:
    // the one at hand comes first.
    auto nearest_first = exercises;
    if (const auto* here = current(exercises))
      std::stable_partition(
          nearest_first.begin(), nearest_first.end(),
          [here](const Exercise& one) { return one.id == here->id; });
    for (const auto& exercise : nearest_first)
      if (auto lines = lesson_text(exercise, words[0], paint); !lines.empty()) {
        print(lines);
        co_return 0;
      }
  }
  const auto exercise = wanted(exercises, options);
  std::string id;
  if (words.size() > 1) {
    id = words[1];
  } else {
    const auto judged = co_await judge_and_remember(exercise);
    const int step = judged.first_failed();
    if (step != 0) id = lesson_in(judged.steps[step - 1].output);
  }
  auto lines = lesson_text(exercise, id, paint);
  if (lines.empty() && words.size() > 1)
    throw Misuse(with_guess(
        say({"{} has no lesson {}", "{} n'a pas de leçon {}"}, exercise.id, id),
        id, ids_of(exercise)));
  const bool found = !lines.empty();
  if (!found)
    lines = fold(say({"There is no lesson to read: the step that fails names "
                      "one, such as ./exo lesson 31 one-after-another.",
                      "Il n'y a pas de leçon à lire : l'étape qui échoue nomme "
                      "la sienne, par exemple ./exo lesson 31 "
                      "one-after-another."}),
                 paint.width);
  print(lines);
  co_return found ? 0 : 1;
}

}  // namespace companion
