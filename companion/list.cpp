// ./exo list [--json]
#include <fmt/format.h>

#include "commands.hpp"
#include "common/json.hpp"
#include "present.hpp"

namespace companion {

namespace {

std::string as_json(const Exercise& exercise) {
  const auto now = standing(exercise);
  const auto readme = read_readme(exercise);
  Json steps = Json::array();
  for (int step = 1; step <= exercise.steps; ++step) {
    Json one = Json::object();
    one.add("step", step);
    one.add("title", step <= static_cast<int>(readme.steps.size())
                         ? readme.steps[step - 1]
                         : "");
    one.add("passed",
            static_cast<bool>(now.passed[static_cast<std::size_t>(step) - 1]));
    steps.add(one);
  }
  Json json = Json::object();
  json.add("id", exercise.id);
  json.add("title", readme.title);
  json.add("level", readme.level);
  json.add("duration", readme.duration);
  json.add("file", exercise.file().generic_string());
  json.add("state", name_of(now.state));
  json.add("steps", steps);
  return json.text();
}

}  // namespace

asio::awaitable<int> list(Options options) {
  const auto exercises = read_exercises();
  if (!options.json) {
    print(overview(exercises, paint_for_output()));
    co_return 0;
  }
  Json json = Json::array();
  for (const auto& exercise : exercises) json.add_text(as_json(exercise));
  fmt::print("{}\n", json.text());
  co_return 0;
}

}  // namespace companion
