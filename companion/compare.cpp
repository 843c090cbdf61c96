#include "compare.hpp"

#include <algorithm>
#include <set>

#include "common/files.hpp"
#include "common/say.hpp"
#include "common/strings.hpp"
#include "definitions.hpp"
#include "difference.hpp"
#include "present.hpp"
#include "readme.hpp"

namespace companion {

namespace {

// A text in exactly `columns` columns.
std::string padded(const std::string& text, int columns) {
  return text + std::string(static_cast<std::size_t>(
                                std::max(columns - columns_of(text), 0)),
                            ' ');
}

// Lines that are aligned far to the right need more than half a screen.
std::string less_indented(const std::string& line) {
  constexpr std::size_t enough = 8;
  const auto indent = std::min(line.find_first_not_of(' '), line.size());
  return line.substr(indent > enough ? indent - enough / 2 : 0);
}

Lines side_by_side(const std::string& yours, const std::string& reference,
                   const Paint& paint) {
  const int half = (paint.width - 3) / 2;
  Lines lines;
  Lines left, right;
  // Sets the lines that differ side by side.
  const auto flush = [&] {
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
      const auto mine = padded(i < left.size() ? left[i] : "", half);
      const auto theirs = i < right.size() ? right[i] : "";
      lines.push_back(paint.red(mine) + " | " + paint.green(theirs));
    }
    left.clear();
    right.clear();
  };
  for (const auto& line : difference(yours, reference)) {
    auto folded = fold(less_indented(line.text), half);
    if (folded.empty()) folded.emplace_back();
    if (line.kind == ' ') {
      flush();
      for (const auto& part : folded)
        lines.push_back(padded(part, half) + " | " + part);
    } else {
      append(line.kind == '-' ? left : right, folded);
    }
  }
  flush();
  return lines;
}

Lines one_under_the_other(const std::string& yours,
                          const std::string& reference, const Paint& paint) {
  Lines lines;
  for (const auto& line : difference(yours, reference))
    for (const auto& part : fold(line.kind + (" " + line.text), paint.width))
      lines.push_back(line.kind == '-'   ? paint.red(part)
                      : line.kind == '+' ? paint.green(part)
                                         : part);
  return lines;
}

}  // namespace

Lines compared(const Exercise& exercise, int step, const Paint& paint) {
  const auto yours = read_file(exercise.file());
  const auto reference = read_file(exercise.solution());
  const auto readme = read_readme(exercise);
  const bool wide = paint.width >= 72;
  const auto show = [&](const std::string& mine, const std::string& theirs) {
    return wide ? side_by_side(mine, theirs, paint)
                : one_under_the_other(mine, theirs, paint);
  };
  Lines lines;
  std::set<std::string> shown;  // two steps may be about one class
  for (std::size_t i = 0; i < readme.steps.size(); ++i) {
    if (step != 0 && i + 1 != static_cast<std::size_t>(step)) continue;
    const auto subject = subject_of(readme.steps[i]);
    const auto mine = found_in(yours, subject);
    const auto theirs = found_in(reference, subject);
    if (mine.empty() || theirs.empty() || !shown.insert(subject.name).second)
      continue;
    if (!lines.empty()) lines.push_back("");
    lines.push_back(paint.bold(
        say({"step {}: {}", "étape {} : {}"}, i + 1, subject.title)));
    append(lines, show(mine, theirs));
  }
  // Code that is written in some other way is shown whole.
  if (lines.empty()) lines = show(yours, reference);
  const int half = (paint.width - 3) / 2;
  const auto mine = exercise.file().generic_string();
  const auto theirs = exercise.solution().generic_string();
  Lines all;
  if (wide && columns_of(mine) <= half)
    all = {paint.red(padded(mine, half)) + " | " + paint.green(theirs), ""};
  else
    all = {paint.red("- " + mine), paint.green("+ " + theirs), ""};
  append(all, lines);
  all.push_back("");
  append(all,
         fold(say({"The comments of the reference say why this, and when "
                   "something else. Another answer that passes is right, too.",
                   "Les commentaires de la référence disent pourquoi ce choix, "
                   "et quand un autre. Une autre réponse qui passe est juste "
                   "elle aussi."}),
              paint.width));
  return all;
}

}  // namespace companion
