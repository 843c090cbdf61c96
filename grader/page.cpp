// The class at a glance: one HTML page, in both languages.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "common/say.hpp"
#include "reports.hpp"
#include "text.hpp"

namespace grader {

namespace {

// Both languages are in the page; a switch of CSS alone shows one of them.
std::string both(std::string_view en, std::string_view fr) {
  return fmt::format("<span lang=en>{}</span><span lang=fr>{}</span>", en, fr);
}

constexpr std::string_view head = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Grades / Notes</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #222; background: #fff; }
table { border-collapse: collapse; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid #ddd; text-align: right; }
th:first-child, td:first-child { text-align: left; }
thead th { position: sticky; top: 0; background: #fff; }
.all { background: #d7f0d7; } .some { background: #fff1c9; } .none { background: #f8d9d6; }
.bar { display: inline-block; height: .8rem; background: #c0504d; vertical-align: middle; }
.scroll { overflow-x: auto; }
#en:checked ~ main [lang=fr], #fr:checked ~ main [lang=en] { display: none; }
</style>
</head>
<body>
<input type="radio" name="language" id="en"@EN@><label for="en" lang="en">English</label>
<input type="radio" name="language" id="fr"@FR@><label for="fr" lang="fr">Français</label>
<main>
)";

std::string_view colour(double points, double max) {
  if (points >= max) return "all";
  return points > 0 ? "some" : "none";
}

// A submission stops, in each exercise, at the first step that it fails.
std::string obstacles(const Class& results, const Exercises& exercises) {
  struct Stop {
    const Exercise* exercise;
    std::size_t step;
    int submissions;
    int of;  // those that have the file
  };
  std::vector<Stop> stops;
  for (std::size_t e = 0; e < exercises.size(); ++e)
    for (std::size_t s = 0; s < static_cast<std::size_t>(exercises[e].steps);
         ++s) {
      Stop stop{&exercises[e], s, 0, 0};
      for (const auto& result : results) {
        if (e >= result.exercises.size() || result.exercises[e].missing ||
            !result.exercises[e].graded)
          continue;
        ++stop.of;
        const auto& steps = result.exercises[e].steps;
        const auto first = std::find_if(
            steps.begin(), steps.end(),
            [](const auto& step) { return step.status != Status::pass; });
        stop.submissions += first != steps.end() &&
                            first - steps.begin() == static_cast<long>(s);
      }
      if (stop.submissions > 0) stops.push_back(stop);
    }
  // Equal numbers stay in the order of the exercises.
  std::sort(stops.begin(), stops.end(), [](auto& left, auto& right) {
    return std::tuple(right.submissions, left.exercise, left.step) <
           std::tuple(left.submissions, right.exercise, right.step);
  });
  if (stops.empty())
    return "<p>" +
           both("Nobody is stopped anywhere.",
                "Personne n'est arrêté nulle part.") +
           "</p>\n";
  std::string text = "<div class=scroll><table>\n<thead><tr><th>" +
                     both("step", "étape") + "</th><th>" +
                     both("stopped there", "arrêtés là") +
                     "</th><th></th></tr></thead>\n<tbody>\n";
  for (const auto& stop : stops)
    text += fmt::format(
        "<tr><td>{}, {} {}</td><td>{} / {}</td><td style=\"text-align:left\">"
        "<span class=bar style=\"width:{:.1f}rem\"></span></td></tr>\n",
        stop.exercise->name, both("step", "étape"), stop.step + 1,
        stop.submissions, stop.of,
        20 * stop.submissions / static_cast<double>(results.size()));
  return text + "</tbody></table></div>\n";
}

// Which misunderstandings the class has met.
std::string misunderstandings(const Class& results) {
  const auto met = lessons_met(results);
  const auto all = graded_in(results);
  if (met.empty())
    return "<p>" + both("No test has named any.", "Aucun test n'en a nommé.") +
           "</p>\n";
  std::string text =
      "<div class=scroll><table>\n<thead><tr><th>" + both("lesson", "leçon") +
      "</th><th>" + both("met by", "rencontrée par") + "</th><th>" +
      both("in", "dans") + "</th><th></th></tr></thead>\n<tbody>\n";
  for (const auto& row : met) {
    std::string where;
    for (const auto& id : row.exercises)
      where += (where.empty() ? "" : ", ") + id;
    text += fmt::format(
        "<tr><td><i>{}</i></td><td>{}</td><td>{}</td>"
        "<td style=\"text-align:left\"><span class=bar "
        "style=\"width:{:.1f}rem\"></span></td></tr>\n",
        row.lesson,
        both(fmt::format("{} of {}", row.submissions, all),
             fmt::format("{} sur {}", row.submissions, all)),
        where, 20 * row.submissions / static_cast<double>(all));
  }
  return text + "</tbody></table></div>\n";
}

}  // namespace

std::string page(const Class& results, const Exercises& exercises,
                 const Points& points) {
  const double max = points.of(exercises);
  // The language that the instructor reads is shown first.
  std::string text(head);
  text.replace(text.find("@EN@"), 4, workbook::french() ? "" : " checked");
  text.replace(text.find("@FR@"), 4, workbook::french() ? " checked" : "");
  text += "<h1>" + both("Grades", "Notes") + "</h1>\n<p>" +
          both(fmt::format("{} submissions, {} points at most.", results.size(),
                           points_text(max)),
               fmt::format("{} rendus, {} points au plus.", results.size(),
                           points_text(max))) +
          "</p>\n<h2>" + both("Where most stop", "Où l'on s'arrête le plus") +
          "</h2>\n" + obstacles(results, exercises) + "<h2>" +
          both("What was misunderstood", "Ce qui a été mal compris") +
          "</h2>\n" + misunderstandings(results) + "<h2>" +
          both("Each submission", "Chaque rendu") +
          "</h2>\n<div class=scroll><table>\n<thead><tr><th>" +
          both("submission", "rendu") + "</th>";
  for (const auto& exercise : exercises)
    text += fmt::format("<th>{}</th>", exercise.id);
  text += "<th>total</th></tr></thead>\n<tbody>\n";
  for (const auto& result : results) {
    if (result.absent)
      text += "<tr><td>" + xml(result.name);
    else
      text += fmt::format("<tr><td><a href=\"{}/summary.md\">{}</a>",
                          result.key, xml(result.name));
    if (!result.student.empty() && result.student != result.name)
      text += " (" + xml(result.student) + ")";
    if (result.absent)
      text += "<br>" + xml(result.failure);
    else if (!result.failure.empty())
      text += "<br>" + both("not graded: ", "non noté\u00a0: ") +
              xml(result.failure);
    if (result.late_days > 0)
      text +=
          "<br>" + both(fmt::format("{} days late", result.late_days),
                        fmt::format("{} jours de retard", result.late_days));
    for (const auto& remark : result.remarks) text += "<br>" + xml(remark);
    text += "</td>";
    for (const auto& one : result.exercises) {
      if (!one.graded) {
        text += "<td></td>";
        continue;
      }
      const double score = earned(one, points);
      const double best = points.of(one.exercise);
      text += fmt::format("<td class={}>{} / {}</td>", colour(score, best),
                          points_text(score), points_text(best));
    }
    for (auto i = result.exercises.size(); i < exercises.size(); ++i)
      text += "<td></td>";
    const double total = earned(result, points);
    text += result.failure.empty()
                ? fmt::format("<td class={}>{}</td></tr>\n", colour(total, max),
                              points_text(total))
                : "<td></td></tr>\n";
  }
  return text + "</tbody></table></div>\n</main>\n</body>\n</html>\n";
}

}  // namespace grader
