#include "trace.hpp"

#include <chrono>

#include "common/files.hpp"
#include "common/process.hpp"
#include "common/strings.hpp"

namespace companion {

namespace {

std::string unescaped(std::string_view field) {
  std::string text;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\' || i + 1 == field.size()) {
      text += field[i];
      continue;
    }
    ++i;
    text += field[i] == 'n' ? '\n' : field[i] == 't' ? '\t' : field[i];
  }
  return text;
}

std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields;
  for (const auto field : split(line, '\t')) fields.push_back(unescaped(field));
  // Six fields at least, so that a line cut short has empty ones.
  fields.resize(std::max<std::size_t>(fields.size(), 6));
  return fields;
}

}  // namespace

std::vector<Traced> read_trace(std::string_view text, int step) {
  std::vector<Traced> tests;
  for (const auto& line : lines_of(text)) {
    auto fields = fields_of(line);
    if (fields[0] == "test") {
      tests.emplace_back();
      tests.back().step = step;
      tests.back().en = tests.back().fr = fields[1];
    }
    if (tests.empty()) continue;
    auto& test = tests.back();
    if (fields[0] == "told")
      test.events.push_back(
          {fields[1], fields[3], fields[4], doing_named(fields[2]), fields[5]});
    if (fields[0] == "wrong" && !test.wrong()) {
      test.lesson = fields[1];
      test.expected_en = fields[2];
      test.expected_fr = typeset_french(fields[3]);
      test.seen = fields[4];
    }
    if (fields[0] == "french") test.fr = typeset_french(fields[1]);
  }
  for (auto& test : tests) test.events = as_told(test.events);
  return tests;
}

asio::awaitable<Traces> trace(Exercise exercise, int step, Whose whose) {
  const auto target =
      whose == Whose::yours ? exercise.id : "reference" + exercise.number;
  Traces traces;
  Command command;
  command.words = {"cmake", "--build", tree.string(), "--target", target};
  auto ended = co_await run(command);
  if (ended.status != 0) {
    traces.failure = ended.output;
    co_return traces;
  }
  const auto file = tree / "companion" / (target + ".trace");
  for (int one = 1; one <= exercise.steps; ++one) {
    if (step != 0 && one != step) continue;
    write_file(file, "");
    command.words = {"env", "WORKBOOK_TRACE=" + file.string(),
                     (tree / target).string(),
                     "[step" + std::to_string(one) + "]"};
    command.limit = std::chrono::seconds(60);
    co_await run(command);
    for (auto& test : read_trace(read_file(file), one))
      traces.tests.push_back(std::move(test));
  }
  co_return traces;
}

}  // namespace companion
