#include "view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <support/text.hpp>
#include <vector>

#include "common/say.hpp"
#include "common/strings.hpp"
#include "compare.hpp"
#include "lesson.hpp"
#include "present.hpp"

namespace companion {

namespace {

// Where the learner stands: which exercise, how far in the book, which step.
Lines head(const View& view, const Exercises& exercises, const Paint& paint,
           bool brief) {
  const auto readme = read_readme(*view.exercise);
  const auto now = standing(*view.exercise);
  Lines lines;
  for (const auto& line : fold(headline(readme, paint), paint.width))
    lines.push_back(paint.bold(line));
  const auto sum = progress(exercises);
  lines.push_back(
      paint.bar(sum.done, sum.total, std::min(paint.width - 12, 50)) +
      fmt::format(" {}/{}", sum.done, sum.total));
  auto steps = steps_of(*view.exercise, readme, now, paint);
  if (brief)
    steps = fold(now.first_failed() == 0
                     ? say({"all steps pass", "toutes les étapes passent"})
                     : say({"step {} of {}", "étape {} sur {}"},
                           now.first_failed(), view.exercise->steps),
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
  if (!view.judged) return lines;
  if (!view.judged->passed()) return reason(*view.judged, paint);
  if (!view.finished && !view.busy.empty()) return lines;
  lines = learned(*view.exercise, read_readme(*view.exercise), paint, true);
  if (!view.finished) return lines;
  lines.push_back("");
  if (const auto all = recap(exercises, *view.exercise, paint); !all.empty()) {
    append(lines, all);
    lines.push_back("");
  }
  const auto sum = progress(exercises);
  append(lines,
         fold(view.next
                  ? say({"Next: {} (key n)", "La suite : {} (touche n)"},
                        view.next->id)
                  : say({"All {} steps pass. You have finished the workbook!",
                         "Les {} étapes sont réussies. Vous avez fini le "
                         "cahier !"},
                        sum.total),
              paint.width));
  return lines;
}

Lines hints_page(const View& view, const Paint& paint) {
  const auto& exercise = *view.exercise;
  const int step = standing(exercise).first_failed();
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

Lines lesson_page(const View& view, const Paint& paint) {
  const int step = view.judged ? view.judged->first_failed() : 0;
  if (step != 0) {
    const auto id = lesson_in(
        view.judged->steps[static_cast<std::size_t>(step) - 1].output);
    if (auto lines = lesson_text(*view.exercise, id, paint); !lines.empty())
      return lines;
  }
  return fold(say({"No step fails with a lesson to read.",
                   "Aucune étape n'échoue avec une leçon à lire."}),
              paint.width);
}

Lines solution_page(const View& view, const Paint& paint) {
  const auto& exercise = *view.exercise;
  if (standing(exercise).state != State::passed)
    return fold(say({"The solution of {} opens once it passes.",
                     "La solution de l'{} s'ouvre une fois l'exercice réussi."},
                    exercise.id),
                paint.width);
  return compared(exercise, 0, paint);
}

Lines help_page(const Paint& paint) {
  struct Key {
    std::string_view key;
    Text does;
  };
  static constexpr auto keys = std::to_array<Key>({
      {"h", {"one more hint", "un indice de plus"}},
      {"m", {"more about the lesson", "la suite de la leçon"}},
      {"v",
       {"a picture of your run, and of the reference's where yours fails",
        "une image de votre exécution, et de celle de la référence si la vôtre "
        "échoue"}},
      {"s",
       {"the solution beside your answer, once it passes",
        "la solution à côté de votre réponse, une fois l'exercice réussi"}},
      {"d", {"run the demo", "lancer la démonstration"}},
      {"t", {"judge again", "juger de nouveau"}},
      {"l", {"the list of exercises", "la liste des exercices"}},
      {"n p",
       {"the next exercise, the previous one",
        "l'exercice suivant, le précédent"}},
      {"r u",
       {"the stub again; take that back",
        "revenir à l'ébauche ; défaire ce retour"}},
      {"e f", {"English, French", "anglais, français"}},
      {"Enter Esc", {"back to the verdict", "revenir au verdict"}},
      {"j k",
       {"a line down, up; so do the arrows",
        "une ligne plus bas, plus haut ; les flèches aussi"}},
      {"Space b",
       {"a page down, up; so do the page keys",
        "une page plus bas, plus haut ; les touches de page aussi"}},
      {"g G",
       {"the beginning, the end; so do Home and End",
        "le début, la fin ; les touches Début et Fin aussi"}},
      {"q", {"leave", "quitter"}},
  });
  Lines lines;
  for (const auto& key : keys) {
    std::string name(key.key);
    if (french()) {
      replace_all(name, "Enter Esc", "Entrée Échap");
      replace_all(name, "Space", "Espace");
    }
    auto text = fold(key.does.spoken(), std::max(paint.width - 14, 20));
    for (std::size_t i = 0; i < text.size(); ++i)
      lines.push_back(fmt::format("{:<14}{}", i == 0 ? name : "", text[i]));
  }
  return lines;
}

Lines page(const View& view, const Exercises& exercises, const Paint& paint) {
  switch (view.page) {
    case Page::verdict:
      break;
    case Page::hints:
      return hints_page(view, paint);
    case Page::lesson:
      return lesson_page(view, paint);
    case Page::list:
      return overview(exercises, paint);
    case Page::demo:
      return fold(view.demo, paint.width);
    case Page::picture:
      return view.picture;
    case Page::solution:
      return solution_page(view, paint);
    case Page::help:
      return help_page(paint);
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
  if (!view.busy.empty())
    lines.push_back(paint.yellow(fold(view.busy, paint.width).front()));
  auto keys = view.page == Page::verdict
                  ? std::vector{say({"h hint", "h indice"}),
                                say({"m more", "m suite"}),
                                say({"v picture", "v image"}),
                                say({"l list", "l liste"}),
                                say({"d demo", "d démo"}),
                                say({"n next", "n suivant"}),
                                say({"f français", "e English"})}
                  : std::vector{say({"Enter back to the verdict",
                                     "Entrée retour au verdict"})};
  keys.push_back(say({"? keys", "? touches"}));
  keys.push_back(say({"q quit", "q quitter"}));
  for (const auto& line : side_by_side(keys, "  ", paint.width))
    lines.push_back(paint.dim(line));
  return lines;
}

}  // namespace

Lines compose(View& view, const Exercises& exercises, const Paint& paint,
              int rows) {
  const auto middle = page(view, exercises, paint);
  const auto end = foot(view, paint);
  // The list says by itself where the learner stands. Where room is short, what
  // is said goes before the titles of the steps.
  Lines frame;
  const auto lines_left = [&] {
    return rows - static_cast<int>(frame.size() + end.size());
  };
  for (const bool brief : {false, true}) {
    if (view.page == Page::list) break;
    frame = head(view, exercises, paint, brief);
    if (static_cast<int>(middle.size()) <= lines_left()) break;
  }
  const auto room = static_cast<std::size_t>(std::max(lines_left(), 1));
  if (middle.size() <= room) {
    view.scroll = 0;
    append(frame, middle);
  } else {
    // One line of the room says that there is more.
    const auto shown = std::max<std::size_t>(room - 1, 1);
    view.page_size = shown;
    view.scroll = std::min(view.scroll, middle.size() - shown);
    const auto first = middle.begin() + static_cast<long>(view.scroll);
    frame.insert(frame.end(), first, first + static_cast<long>(shown));
    frame.push_back(
        paint.dim(say({"-- Space scrolls: lines {} to {} of {} --",
                       "-- Espace pour défiler : lignes {} à {} sur {} --"},
                      view.scroll + 1, view.scroll + shown, middle.size())));
  }
  // On a small terminal the page matters more than the keys.
  while (frame.size() + end.size() < static_cast<std::size_t>(rows))
    frame.push_back("");
  append(frame, end);
  return frame;
}

}  // namespace companion
