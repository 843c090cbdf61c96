#include "present.hpp"

#include <algorithm>

#include "common/say.hpp"

namespace companion {

namespace {

std::string mark(const Paint& paint, State state) {
  switch (state) {
    case State::passed:
      return paint.green(paint.symbols ? "✓" : "+");
    case State::underway:
      return paint.yellow(paint.symbols ? "▸" : ">");
    case State::broken:
      return paint.red(paint.symbols ? "✗" : "x");
    case State::unjudged:
      return paint.yellow("?");
    case State::untouched:
      break;
  }
  return paint.dim(paint.symbols ? "·" : "-");
}

std::string between_words(const Paint& paint) {
  return paint.symbols ? " · " : " - ";
}

// The first sentence of a step of a README: what fits a line.
std::string short_form(const std::string& step) {
  const auto end = step.find(". ");
  return end == step.npos ? step : step.substr(0, end + 1);
}

// Part two is projects.
bool is_project(const Exercise& exercise) {
  return exercise.level == "project";
}

// Folds a text behind a mark of one column.
Lines marked(const std::string& mark, const std::string& text,
             const Paint& paint) {
  Lines lines;
  for (const auto& line : fold(text, paint.width - 3))
    lines.push_back((lines.empty() ? " " + mark + " " : "   ") + line);
  return lines;
}

}  // namespace

void append(Lines& lines, const Lines& more) {
  lines.insert(lines.end(), more.begin(), more.end());
}

std::string_view name_of(State state) {
  switch (state) {
    case State::untouched:
      return "untouched";
    case State::unjudged:
      return "unjudged";
    case State::broken:
      return "broken";
    case State::underway:
      return "underway";
    case State::passed:
      break;
  }
  return "passed";
}

std::string describe(const Standing& standing, int steps) {
  switch (standing.state) {
    case State::untouched:
      return say({"not begun", "pas commencé"});
    case State::unjudged:
      return say({"{}/{}, edited since", "{}/{}, modifié depuis"},
                 standing.steps_passed(), steps);
    case State::broken:
      return say({"{}/{}, does not compile now", "{}/{}, ne compile plus"},
                 standing.steps_passed(), steps);
    case State::underway:
      return say({"steps: {}/{}", "étapes : {}/{}"}, standing.steps_passed(),
                 steps);
    case State::passed:
      break;
  }
  return say({"done", "terminé"});
}

std::string headline(const Readme& readme, const Paint& paint) {
  const auto dot = between_words(paint);
  return readme.title + dot + readme.level + dot + readme.duration;
}

Lines steps_of(const Exercise& exercise, const Readme& readme,
               const Standing& standing, const Paint& paint) {
  Lines lines;
  for (int step = 1; step <= exercise.steps; ++step) {
    const bool next = step == standing.first_failed();
    const bool passed = standing.passed[static_cast<std::size_t>(step) - 1];
    std::string text = std::to_string(step) + ". ";
    if (step <= static_cast<int>(readme.steps.size()))
      text += short_form(readme.steps[step - 1]);
    append(lines, marked(mark(paint, passed ? State::passed
                                     : next ? State::underway
                                            : State::untouched),
                         text, paint));
  }
  return lines;
}

Lines reason(const Judged& judged, const Paint& paint) {
  if (!judged.built) {
    // The last line is for CTest: "exo31: not built".
    auto lines = fold(judged.compiler, paint.width);
    while (!lines.empty() &&
           (lines.back().empty() || lines.back().starts_with("exo")) &&
           lines.back().find(".cpp") == std::string::npos)
      lines.pop_back();
    while (!lines.empty() && lines.front().empty()) lines.erase(lines.begin());
    return lines;
  }
  const int step = judged.first_failed();
  if (step == 0) return {};
  auto lines = fold(judged.steps[step - 1].output, paint.width);
  while (!lines.empty() && lines.front().empty()) lines.erase(lines.begin());
  return lines;
}

Lines learned(const Exercise& exercise, const Readme& readme,
              const Paint& paint, bool in_watch) {
  Lines lines;
  for (const auto& line : fold(say({"{} passes. You can now:",
                                    "{} est réussi. Vous savez maintenant :"},
                                   exercise.id),
                               paint.width))
    lines.push_back(paint.green(line));
  for (const auto& skill : readme.card.empty() ? readme.learned : readme.card)
    append(lines, fold("  - " + skill, paint.width));
  if (!readme.questions.empty()) {
    lines.push_back("");
    append(lines, fold(say({"Do you know why? (the answers: {})",
                            "Savez-vous pourquoi ? (les réponses : {})"},
                           exercise.readme().generic_string()),
                       paint.width));
    for (const auto& question : readme.questions)
      append(lines, fold("  - " + question, paint.width));
    lines.push_back("");
  }
  append(lines, fold(in_watch ? say({"Compare with the reference: key s",
                                     "Comparez avec la référence : touche s"})
                              : say({"Compare with the reference: ./exo "
                                     "solution {}",
                                     "Comparez avec la référence : ./exo "
                                     "solution {}"},
                                    exercise.number),
                     paint.width));
  return lines;
}

Lines recap(const Exercises& exercises, const Exercise& exercise,
            const Paint& paint) {
  const bool project = is_project(exercise);
  Lines lines;
  for (const auto& one : exercises) {
    if (is_project(one) != project) continue;
    if (standing(one).state != State::passed) return {};
    const auto readme = read_readme(one);
    lines.push_back("");
    lines.push_back(paint.bold(readme.title));
    for (const auto& skill : readme.card.empty() ? readme.learned : readme.card)
      append(lines, fold("  - " + skill, paint.width));
  }
  Lines head = fold(
      project ? say({"Part two is done. All that you can do now:",
                     "La deuxième partie est finie. Tout ce que vous savez "
                     "faire maintenant :"})
              : say({"Part one is done. All that you can do now:",
                     "La première partie est finie. Tout ce que vous savez "
                     "faire maintenant :"}),
      paint.width);
  for (auto& line : head) line = paint.green(line);
  append(head, lines);
  head.push_back("");
  append(head, fold(say({"What to read next: {}", "À lire ensuite : {}"},
                        french() ? "book/recap/README.fr.md"
                                 : "book/recap/README.md"),
                    paint.width));
  return head;
}

int count_hints(const Readme& readme, int step) {
  return static_cast<int>(
      std::count_if(readme.hints.begin(), readme.hints.end(),
                    [step](const Hint& hint) { return hint.step == step; }));
}

Lines hints(const Readme& readme, int step, int seen, const Paint& paint) {
  Lines lines;
  for (const auto& hint : readme.hints) {
    if (hint.step != step || seen-- <= 0) continue;
    if (!lines.empty()) lines.push_back("");
    lines.push_back(paint.yellow(hint.title));
    append(lines, fold(hint.text, paint.width));
  }
  return lines;
}

Progress progress(const Exercises& exercises) {
  Progress sum;
  for (const auto& exercise : exercises) {
    sum.done += standing(exercise).steps_passed();
    sum.total += exercise.steps;
  }
  return sum;
}

Lines overview(const Exercises& exercises, const Paint& paint) {
  Lines lines;
  const auto sum = progress(exercises);
  lines.push_back(
      paint.bar(sum.done, sum.total, std::min(paint.width - 12, 50)) +
      fmt::format(" {}/{}", sum.done, sum.total));
  for (const auto& exercise : exercises) {
    const auto now = standing(exercise);
    const auto readme = read_readme(exercise);
    const auto where = describe(now, exercise.steps);
    const auto dot = between_words(paint);
    auto text = readme.title + dot + readme.level + dot + where;
    // Twenty exercises fit a screen if each has one line.
    if (columns_of(text) > paint.width - 3) text = readme.title + dot + where;
    append(lines, marked(mark(paint, now.state), text, paint));
  }
  return lines;
}

}  // namespace companion
