#include "reports.hpp"

#include <fmt/format.h>

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

// What else is to be known, for its reader.
std::string notes(const SubmissionResult& result) {
  std::string text =
      say({"Protection: {}.\n", "Protection : {}.\n"}, result.protection);
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
  return text + "    </properties>\n" + cases + "  </testsuite>\n";
}

}  // namespace

std::string junit(const SubmissionResult& result) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  for (const auto& exercise : result.exercises)
    text += junit_suite(result, exercise);
  return text + "</testsuites>\n";
}

SubmissionResult read_saved(std::string_view junit,
                            const Exercises& exercises) {
  SubmissionResult result;
  for (const auto& [name, value] : workbook::read_properties(junit)) {
    if (name == "submission") result.name = value;
    if (name == "language") result.language = value;
    if (name == "protection") result.protection = value;
    if (name == "workbook") result.workbook = value;
    if (name == "ignored") result.ignored.push_back(value);
  }
  // Each suite tells them again.
  const auto times = exercises.empty() ? 1 : exercises.size();
  result.ignored.resize(result.ignored.size() / times);
  const auto cases = workbook::read_junit(junit);
  for (const auto& exercise : exercises) {
    ExerciseResult one;
    one.exercise = exercise;
    one.steps.resize(static_cast<std::size_t>(exercise.steps));
    for (const auto& test : cases) {
      if (test.name == exercise.id + ".build" && test.status != "pass")
        one.problem = test.output;
      for (std::size_t i = 0; i < one.steps.size(); ++i)
        if (test.name == step_name(exercise, static_cast<int>(i) + 1)) {
          one.steps[i].status = test.status == "pass"   ? Status::pass
                                : test.status == "fail" ? Status::fail
                                                        : Status::error;
          one.steps[i].message = test.output;
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
  report.add("output", notes(result));
  report.add("output_format", "text");
  report.add("visibility", "visible");
  report.add("stdout_visibility", "hidden");
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

// ------------------------------------------------------------ gradebook

std::string gradebook(const Class& results, const Exercises& exercises,
                      const Points& points) {
  std::string text = "submission";
  for (const auto& exercise : exercises) text += "," + exercise.id;
  text += ",total,max\r\n";
  for (const auto& result : results) {
    text += csv(result.name);
    for (std::size_t i = 0; i < exercises.size(); ++i)
      text += "," + points_text(i < result.exercises.size()
                                    ? earned(result.exercises[i], points)
                                    : 0);
    text += fmt::format(",{},{}\r\n", points_text(earned(result, points)),
                        points_text(points.of(exercises)));
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
  text += " total |\n" + line + " ---: |\n";
  for (const auto& result : results) {
    text += "| " + markdown(result.name) + " |";
    for (std::size_t i = 0; i < exercises.size(); ++i)
      text +=
          i < result.exercises.size()
              ? " " + points_text(earned(result.exercises[i], points)) + " |"
              : " – |";
    text += " " + points_text(earned(result, points)) + " |\n";
    if (!result.failure.empty())
      text += "| " + markdown(result.failure) + " |" +
              std::string(exercises.size() + 1, '|') + "\n";
  }
  return text;
}

}  // namespace grader
