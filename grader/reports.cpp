#include "reports.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

#include "common/json.hpp"
#include "common/junit.hpp"
#include "common/say.hpp"
#include "text.hpp"

namespace grader {

namespace {

using workbook::Json;
using workbook::quoted;
using workbook::say;

std::string_view status_name(Status status) {
  switch (status) {
    case Status::pass:
      return "pass";
    case Status::fail:
      return "fail";
    default:
      return "error";
  }
}

std::string not_built() {
  return say({"not run: the exercise could not be built",
              "non exécuté : l'exercice n'a pas pu être construit"});
}

std::string message_of(const ExerciseResult& result, std::size_t index) {
  return result.problem.empty() ? result.steps[index].message : not_built();
}

// Further remarks for the reader of a report.
std::string notes(const SubmissionResult& result) {
  std::string text =
      say({"Protection: {}.\n", "Protection : {}.\n"}, result.protection);
  if (!result.remarks.empty()) {
    text += say({"On what was handed in:\n", "Sur ce qui a été rendu :\n"});
    for (const auto& remark : result.remarks) text += "  " + remark + "\n";
  }
  if (!result.ignored.empty()) {
    text += say({"Changed in the submission, and ignored:\n",
                 "Modifiés dans le rendu, et ignorés :\n"});
    std::size_t shown = 0;
    for (const auto& path : result.ignored) {
      if (++shown > 20) {
        text += say({"  and {} more\n", "  et {} autres\n"},
                    result.ignored.size() - 20);
        break;
      }
      text += "  " + path + "\n";
    }
  }
  return text;
}

}  // namespace

// ---------------------------------------------------------------- JUnit

namespace {

std::string junit_case(std::string_view suite, std::string_view name,
                       Status status, std::string_view message) {
  auto text =
      fmt::format("    <testcase classname=\"{}\" name=\"{}\">", suite, name);
  if (status == Status::fail) text += "<failure/>";
  if (status == Status::error) text += "<error/>";
  return text +
         fmt::format("<system-out>{}</system-out></testcase>\n", xml(message));
}

std::string junit_suite(const SubmissionResult& submission,
                        const ExerciseResult& result) {
  std::string cases = junit_case(
      result.exercise.id, result.exercise.id + ".build",
      result.problem.empty() ? Status::pass : Status::error, result.problem);
  int failures = 0, errors = !result.problem.empty();
  for (std::size_t i = 0; i < result.steps.size(); ++i) {
    const auto status = result.steps[i].status;
    failures += status == Status::fail;
    errors += status == Status::error;
    cases += junit_case(result.exercise.id,
                        step_name(result.exercise, static_cast<int>(i) + 1),
                        status, message_of(result, i));
  }
  auto text = fmt::format(
      "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" "
      "skipped=\"0\">\n    <properties>\n",
      result.exercise.id, result.steps.size() + 1, failures, errors);
  const auto property = [&](std::string_view name, std::string_view value) {
    text += fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name,
                        xml(value));
  };
  property("submission", submission.name);
  property("language", submission.language);
  property("protection", submission.protection);
  property("workbook", submission.workbook);
  for (const auto& path : submission.ignored) property("ignored", path);
  for (const auto& remark : submission.remarks) property("remark", remark);
  if (submission.late_days >= 0)
    property("late days", std::to_string(submission.late_days));
  if (result.missing) property("missing", result.exercise.id);
  for (const auto& call : result.calls)
    property("calls", result.exercise.id + " " + call);
  return text + "    </properties>\n" + cases + "  </testsuite>\n";
}

}  // namespace

std::string junit(const SubmissionResult& result) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  for (const auto* list : {&result.exercises, &result.others})
    for (const auto& exercise : *list)
      if (exercise.graded) text += junit_suite(result, exercise);
  return text + "</testsuites>\n";
}

SubmissionResult read_saved(std::string_view junit,
                            const Exercises& exercises) {
  // A report that was cut short would be full of zeros.
  if (!junit.ends_with("</testsuites>\n"))
    throw std::runtime_error(say({"damaged", "abîmés"}));
  SubmissionResult result;
  std::vector<std::string> calls, missing;
  std::size_t suites = 0;
  for (const auto& [name, value] : workbook::read_properties(junit)) {
    if (name == "submission") result.name = value, ++suites;
    if (name == "language") result.language = value;
    if (name == "protection") result.protection = value;
    if (name == "workbook") result.workbook = value;
    if (name == "ignored") result.ignored.push_back(value);
    if (name == "remark") result.remarks.push_back(value);
    if (name == "late days") result.late_days = std::atoi(value.c_str());
    if (name == "missing") missing.push_back(value);
    if (name == "calls") calls.push_back(value);
  }
  // Each suite tells them again.
  const auto times = std::max<std::size_t>(suites, 1);
  result.ignored.resize(result.ignored.size() / times);
  result.remarks.resize(result.remarks.size() / times);
  const auto cases = workbook::read_junit(junit);
  for (const auto& exercise : exercises) {
    ExerciseResult one;
    one.exercise = exercise;
    one.graded = std::any_of(cases.begin(), cases.end(), [&](const auto& test) {
      return test.name == exercise.id + ".build";
    });
    if (!one.graded) {
      result.exercises.push_back(std::move(one));
      continue;
    }
    one.steps.resize(static_cast<std::size_t>(exercise.steps));
    one.missing = std::count(missing.begin(), missing.end(), exercise.id) > 0;
    for (const auto& call : calls)
      if (call.starts_with(exercise.id + " "))
        one.calls.push_back(call.substr(exercise.id.size() + 1));
    for (const auto& test : cases) {
      if (test.name == exercise.id + ".build" && test.status != "pass")
        one.problem = test.output;
      for (std::size_t i = 0; i < one.steps.size(); ++i)
        if (test.name == step_name(exercise, static_cast<int>(i) + 1)) {
          one.steps[i].status = test.status == "pass"   ? Status::pass
                                : test.status == "fail" ? Status::fail
                                                        : Status::error;
          one.steps[i].message = test.output;
          if (test.status != "pass")
            one.steps[i].lesson = lesson_in(test.output);
        }
    }
    result.exercises.push_back(std::move(one));
  }
  return result;
}

// ----------------------------------------------------------- Gradescope

namespace {

std::string gradescope_test(std::string_view name, std::string_view number,
                            double score, double max, bool passed,
                            std::string_view output) {
  auto test = Json::object();
  test.add("name", name);
  test.add("number", number);
  test.add("score", score);
  test.add("max_score", max);
  test.add("status", passed ? "passed" : "failed");
  test.add("output", output);
  test.add("output_format", "text");
  test.add("visibility", "visible");
  return test.text();
}

}  // namespace

std::string gradescope(const SubmissionResult& result, const Points& points) {
  auto tests = Json::array();
  for (const auto& exercise : result.exercises) {
    const auto& number = exercise.exercise.number;
    if (!exercise.problem.empty())
      tests.add_text(gradescope_test(exercise.exercise.id + ".build", number, 0,
                                     0, false, exercise.problem));
    for (std::size_t i = 0; i < exercise.steps.size(); ++i) {
      const bool passed = exercise.steps[i].status == Status::pass;
      const double max = points.of(exercise.exercise, static_cast<int>(i) + 1);
      tests.add_text(
          gradescope_test(step_name(exercise.exercise, static_cast<int>(i) + 1),
                          fmt::format("{}.{}", number, i + 1), passed ? max : 0,
                          max, passed, message_of(exercise, i)));
    }
  }
  auto report = Json::object();
  report.add("score", earned(result, points));
  report.add("output",
             result.failure.empty()
                 ? notes(result)
                 : say({"Not graded: {}", "Non noté : {}"}, result.failure));
  report.add("output_format", "text");
  report.add("visibility", "visible");
  report.add("stdout_visibility", "hidden");
  report.add("tests", tests);
  return report.text() + "\n";
}

// --------------------------------------------------------- PrairieLearn

std::string prairielearn(const SubmissionResult& result, const Points& points) {
  auto report = Json::object();
  report.add("gradable", result.failure.empty());
  if (!result.failure.empty()) {
    auto errors = Json::array();
    errors.add(result.failure);
    report.add("format_errors", errors);
    return report.text() + "\n";
  }
  double max = 0;
  auto tests = Json::array();
  for (const auto& exercise : result.exercises) {
    max += points.of(exercise.exercise);
    for (std::size_t i = 0; i < exercise.steps.size(); ++i) {
      const auto step = static_cast<int>(i) + 1;
      const double worth = points.of(exercise.exercise, step);
      const bool passed = exercise.steps[i].status == Status::pass;
      auto test = Json::object();
      test.add("name", step_name(exercise.exercise, step));
      test.add("points", passed ? worth : 0.0);
      test.add("max_points", worth);
      test.add("output", exercise.problem.empty() ? exercise.steps[i].message
                                                  : exercise.problem);
      tests.add(test);
    }
  }
  report.add("score", max > 0 ? earned(result, points) / max : 0.0);
  report.add("message", notes(result));
  report.add("tests", tests);
  return report.text() + "\n";
}

// ------------------------------------------------------------- exercism

std::string exercism(const ExerciseResult& result, const Recipe& recipe) {
  auto report = Json::object();
  report.add("version", 3);
  if (!result.problem.empty()) {
    report.add("status", "error");
    report.add("message", result.problem);
    report.add("tests", Json::array());
    return report.text() + "\n";
  }
  bool passed = true;
  auto tests = Json::array();
  for (std::size_t i = 0; i < result.steps.size(); ++i) {
    const auto& step = result.steps[i];
    passed &= step.status == Status::pass;
    auto test = Json::object();
    test.add("name", fmt::format("step {}", i + 1));
    test.add("status", status_name(step.status));
    test.add("test_code", recipe.source[i]);
    test.add("task_id", static_cast<int>(i) + 1);
    if (step.status != Status::pass) test.add("message", step.message);
    tests.add_text(test.text());
  }
  report.add("status", passed ? "pass" : "fail");
  report.add("tests", tests);
  return report.text() + "\n";
}

// ------------------------------------------------------------- Markdown

std::string summary(const SubmissionResult& result, const Points& points) {
  if (!result.failure.empty())
    return say({"# {}: not graded\n\n", "# {} : non noté\n\n"},
               markdown(result.name)) +
           markdown_block(result.failure);
  Exercises exercises;
  for (const auto& one : result.exercises) exercises.push_back(one.exercise);
  auto text = fmt::format("# {}: {} / {}\n\n", markdown(result.name),
                          points_text(earned(result, points)),
                          points_text(points.of(exercises)));
  text += say(
      {"| exercise | points | steps |\n", "| exercice | points | étapes |\n"});
  text += "| --- | --- | --- |\n";
  for (const auto& one : result.exercises) {
    std::string steps;
    for (const auto& step : one.steps)
      steps += step.status == Status::pass   ? "✅ "
               : step.status == Status::fail ? "❌ "
                                             : "⚠️ ";
    text += fmt::format("| {} | {} / {} | {}|\n", one.exercise.name,
                        points_text(earned(one, points)),
                        points_text(points.of(one.exercise)), steps);
  }
  text += "\n" + markdown_block(notes(result));
  for (const auto& one : result.exercises) {
    if (!one.problem.empty()) {
      text += fmt::format("\n## {}\n\n", one.exercise.name) +
              markdown_block(one.problem);
      continue;
    }
    for (std::size_t i = 0; i < one.steps.size(); ++i)
      if (one.steps[i].status != Status::pass)
        text += say({"\n## {}, step {}\n\n", "\n## {}, étape {}\n\n"},
                    one.exercise.name, i + 1) +
                markdown_block(one.steps[i].message);
  }
  return text;
}

namespace {

// A comment on GitHub has at most 65,536 characters.
constexpr std::size_t comment_limit = 60'000;
constexpr std::size_t folded_limit = 3'000;

}  // namespace

std::string comment(const SubmissionResult& result, const Points& points) {
  Exercises exercises;
  for (const auto& one : result.exercises) exercises.push_back(one.exercise);
  auto text = say({"**{} of {} points**\n\n", "**{} points sur {}**\n\n"},
                  points_text(earned(result, points)),
                  points_text(points.of(exercises)));
  text += say({"| exercise | points |\n", "| exercice | points |\n"});
  text += "| --- | --- |\n";
  for (const auto& one : result.exercises)
    text += fmt::format("| {} | {} / {} |\n", one.exercise.name,
                        points_text(earned(one, points)),
                        points_text(points.of(one.exercise)));
  if (!result.remarks.empty()) text += "\n";
  for (const auto& remark : result.remarks)
    text += "- " + markdown(remark) + "\n";
  // Of each exercise the first thing to look at.
  for (const auto& one : result.exercises) {
    if (one.missing) continue;
    auto title = one.exercise.name;
    auto message = one.problem;
    for (std::size_t i = 0; message.empty() && i < one.steps.size(); ++i)
      if (one.steps[i].status != Status::pass) {
        title = say({"{}, step {}", "{}, étape {}"}, one.exercise.name, i + 1);
        message = one.steps[i].message;
      }
    if (message.empty()) continue;
    const auto block =
        fmt::format("\n<details><summary>{}</summary>\n\n{}\n</details>\n",
                    title, markdown_block(clean(message, folded_limit)));
    if (text.size() + block.size() > comment_limit) break;
    text += block;
  }
  return text;
}

// ------------------------------------------------------------ gradebook

namespace {

// Not graded is not zero.
std::string status_of(const SubmissionResult& result, bool french) {
  const auto said = [&](std::string_view en, std::string_view fr) {
    return std::string(french ? fr : en);
  };
  if (result.failure.empty()) return said("graded", "noté");
  if (result.absent) return result.failure;
  return said("not graded: ", "non noté\u00a0: ") + result.failure;
}

std::string all_remarks(const SubmissionResult& result) {
  std::string text;
  for (const auto& remark : result.remarks)
    text += (text.empty() ? "" : "; ") + remark;
  return text;
}

}  // namespace

std::string gradebook(const Class& results, const Exercises& exercises,
                      const Points& points, const Sheet& sheet) {
  const auto any = [&](auto has) {
    return std::any_of(results.begin(), results.end(), has);
  };
  const bool roster =
      any([](const auto& result) { return result.roster_row >= 0; });
  const bool late =
      any([](const auto& result) { return result.late_days >= 0; });

  std::vector<std::string> head = {sheet.said({"submission", "rendu"})};
  for (const auto& exercise : exercises) head.push_back(exercise.id);
  for (const auto& name :
       {workbook::Text{"total", "total"}, workbook::Text{"max", "max"},
        workbook::Text{"status", "état"},
        workbook::Text{"remarks", "remarques"}})
    head.push_back(sheet.said(name));
  if (late) head.push_back(sheet.said({"late_days", "jours_de_retard"}));
  if (roster) {
    head.push_back(sheet.said({"student", "étudiant"}));
    head.push_back("id");
  }
  auto text = sheet.row(head);
  for (const auto& result : results) {
    const bool graded = result.failure.empty();
    std::vector<std::string> row = {result.name};
    for (std::size_t i = 0; i < exercises.size(); ++i) {
      const bool known =
          graded && i < result.exercises.size() && result.exercises[i].graded;
      row.push_back(known ? sheet.number(earned(result.exercises[i], points))
                          : "");
    }
    row.push_back(graded ? sheet.number(earned(result, points)) : "");
    row.push_back(sheet.number(points.of(exercises)));
    row.push_back(status_of(result, sheet.french || workbook::french()));
    row.push_back(all_remarks(result));
    if (late)
      row.push_back(result.late_days < 0 ? ""
                                         : std::to_string(result.late_days));
    if (roster) {
      row.push_back(result.student);
      row.push_back(result.student_id);
    }
    text += sheet.row(row);
  }
  return text;
}

std::string class_summary(const Class& results, const Exercises& exercises,
                          const Points& points) {
  std::string text = say({"| submission |", "| rendu |"});
  std::string line = "| --- |";
  for (const auto& exercise : exercises) {
    text += " " + exercise.id + " |";
    line += " ---: |";
  }
  text += say({" total | status |\n", " total | état |\n"}) + line +
          " ---: | --- |\n";
  for (const auto& result : results) {
    const bool graded = result.failure.empty();
    text += "| " + markdown(result.name) + " |";
    for (std::size_t i = 0; i < exercises.size(); ++i)
      text +=
          graded && i < result.exercises.size() && result.exercises[i].graded
              ? " " + points_text(earned(result.exercises[i], points)) + " |"
              : "  |";
    text += fmt::format(" {} | {} |\n",
                        graded ? points_text(earned(result, points)) : "",
                        markdown(status_of(result, workbook::french())));
  }
  return text;
}

std::string lesson_in(std::string_view message) {
  // As tests/support/teacher.cpp writes it.
  for (std::string_view open : {"\n  Lesson [", "\n  Leçon ["}) {
    const auto begin = message.rfind(open);
    if (begin == message.npos) continue;
    const auto name = message.substr(begin + open.size(), 60);
    const auto end = name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-");
    if (end != name.npos && name[end] == ']')
      return std::string(name.substr(0, end));
  }
  return "";
}

std::vector<LessonMet> lessons_met(const Class& results) {
  std::map<std::string, LessonMet> met;
  for (const auto& result : results) {
    std::map<std::string, std::set<std::string>> theirs;
    for (const auto& one : result.exercises)
      for (const auto& step : one.steps)
        if (!step.lesson.empty()) theirs[step.lesson].insert(one.exercise.id);
    for (const auto& [lesson, exercises] : theirs) {
      auto& row = met[lesson];
      row.lesson = lesson;
      ++row.submissions;
      row.exercises.insert(exercises.begin(), exercises.end());
    }
  }
  std::vector<LessonMet> rows;
  for (auto& [lesson, row] : met) rows.push_back(std::move(row));
  std::stable_sort(rows.begin(), rows.end(), [](auto& left, auto& right) {
    return left.submissions > right.submissions;
  });
  return rows;
}

std::size_t graded_in(const Class& results) {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(),
                    [](const auto& result) { return result.failure.empty(); }));
}

std::string lessons(const Class& results) {
  std::string text = "lesson,submissions,of,exercises\r\n";
  for (const auto& row : lessons_met(results)) {
    std::string where;
    for (const auto& id : row.exercises)
      where += (where.empty() ? "" : " ") + id;
    text += fmt::format("{},{},{},{}\r\n", row.lesson, row.submissions,
                        graded_in(results), where);
  }
  return text;
}

}  // namespace grader
