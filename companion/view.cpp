#include "view.hpp"

#include <algorithm>

#include "common/say.hpp"
#include "present.hpp"

namespace companion {

namespace {

// Where the learner stands: which exercise, how far in the book, which step.
Lines head(const View& view, const Exercises& exercises, const Paint& paint,
           bool brief) {
  const auto readme = read_readme(*view.exercise);
  const auto now = standing(*view.exercise);
  Lines lines;
  for (const auto& line : fold(headline(readme), paint.width))
    lines.push_back(paint.bold(line));
  const auto sum = progress(exercises);
  lines.push_back(
      paint.bar(sum.done, sum.total, std::min(paint.width - 12, 50)) +
      fmt::format(" {}/{}", sum.done, sum.total));
  auto steps = steps_of(*view.exercise, readme, now, paint);
  if (brief)
    steps = fold(now.first_failed == 0
                     ? say({"all steps pass", "toutes les étapes passent"})
                     : say({"step {} of {}", "étape {} sur {}"},
                           now.first_failed, view.exercise->steps),
                 paint.width);
  append(lines, steps);
  append(lines, fold(say({"edit: {}", "à éditer : {}"},
                         view.exercise->file().generic_string()),
                     paint.width));
  append(lines, fold(say({"read: {}", "à lire : {}"},
                         view.exercise->readme().generic_string()),
                     paint.width));
  lines.push_back("");
  return lines;
}

Lines verdict_page(const View& view, const Exercises& exercises,
                   const Paint& paint) {
  Lines lines;
  const auto sum = progress(exercises);
  if (view.finished) {
    append(lines, learned(*view.finished, read_readme(*view.finished), paint));
    lines.push_back("");
    if (sum.done == sum.total)
      append(lines,
             fold(say({"All {} steps pass. You have finished the workbook!",
                       "Les {} étapes sont réussies. Vous avez fini le "
                       "cahier !"},
                      sum.total),
                  paint.width));
    else
      append(lines, fold(say({"Next: {}", "La suite : {}"}, view.exercise->id),
                         paint.width));
    lines.push_back("");
  }
  if (view.judging) {
    lines.push_back(paint.dim(say({"judging...", "je juge..."})));
    return lines;
  }
  if (!view.judged) return lines;
  if (!view.judged->passed())
    append(lines, reason(*view.judged, paint));
  else if (!view.finished)
    append(lines, learned(*view.exercise, read_readme(*view.exercise), paint));
  return lines;
}

Lines hints_page(const View& view, const Paint& paint) {
  const auto& exercise = *view.exercise;
  const int step = standing(exercise).first_failed;
  const auto readme = read_readme(exercise);
  if (step == 0)
    return fold(say({"{} passes: there is nothing to hint at.",
                     "{} est réussi : il n'y a plus d'indice à donner."},
                    exercise.id),
                paint.width);
  auto lines = hints(readme, step, hints_seen(exercise, step), paint);
  lines.push_back("");
  lines.push_back(
      paint.dim(say({"Hint {} of {}.", "Indice {} sur {}."},
                    hints_seen(exercise, step), count_hints(readme, step))));
  return lines;
}

Lines page(const View& view, const Exercises& exercises, const Paint& paint) {
  switch (view.page) {
    case Page::verdict:
      break;
    case Page::hints:
      return hints_page(view, paint);
    case Page::list:
      return overview(exercises, paint);
    case Page::demo:
      return fold(view.demo, paint.width);
    case Page::reset:
      return fold(say({"The stub again? Your file is kept beside it. y: yes, "
                       "any other key: no",
                       "Revenir à l'ébauche ? Votre fichier est gardé à côté. "
                       "o : oui, toute autre touche : non"}),
                  paint.width);
  }
  return verdict_page(view, exercises, paint);
}

Lines foot(const View& view, const Paint& paint) {
  Lines lines = {""};
  if (!view.note.empty()) append(lines, fold(view.note, paint.width));
  for (const auto& line : fold(
           say({"h hint  l list  d demo  r reset  n next  p previous  "
                "f français  q quit",
                "h indice  l liste  d démo  r ébauche  n suivant  p précédent  "
                "e English  q quitter"}),
           paint.width))
    lines.push_back(paint.dim(line));
  return lines;
}

}  // namespace

Lines compose(View& view, const Exercises& exercises, const Paint& paint,
              int rows) {
  auto frame = head(view, exercises, paint, rows < 30);
  const auto middle = page(view, exercises, paint);
  const auto end = foot(view, paint);
  const int left = rows - static_cast<int>(frame.size() + end.size());
  const auto room = static_cast<std::size_t>(std::max(left, 1));
  if (middle.size() <= room) {
    view.scroll = 0;
    append(frame, middle);
  } else {
    // One line of the room says that there is more.
    const auto shown = std::max<std::size_t>(room - 1, 1);
    view.scroll = std::min(view.scroll, middle.size() - shown);
    const auto first = middle.begin() + static_cast<long>(view.scroll);
    frame.insert(frame.end(), first, first + static_cast<long>(shown));
    frame.push_back(
        paint.dim(say({"-- arrows scroll: lines {} to {} of {} --",
                       "-- flèches pour défiler : lignes {} à {} sur {} --"},
                      view.scroll + 1, view.scroll + shown, middle.size())));
  }
  // On a small terminal the page matters more than the keys.
  while (frame.size() + end.size() < static_cast<std::size_t>(rows))
    frame.push_back("");
  append(frame, end);
  return frame;
}

}  // namespace companion
