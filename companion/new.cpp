// ./exo new 37 topic: a new exercise, from companion/template.
//
// It builds, and its stub invites; what is left to write is marked AUTHOR, and
// `verify` fails until none of these marks is left.
#include <algorithm>
#include <string_view>

#include "commands.hpp"
#include "common/files.hpp"
#include "common/say.hpp"
#include "common/strings.hpp"

namespace companion {

namespace {

// The exercise that is asked for; it has one step to begin with.
Exercise named(const Options& options) {
  const bool two = options.arguments.size() == 2;
  const std::string number = two ? options.arguments[0] : "";
  const std::string topic = two ? options.arguments[1] : "";
  if (number.empty() || topic.empty() ||
      number.find_first_not_of("0123456789") != number.npos ||
      topic.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") !=
          topic.npos)
    throw Misuse(say({"a number and a topic, please: ./exo new 37 some-topic",
                      "un numéro et un sujet : ./exo new 37 un-sujet"}));
  if (find(read_exercises(), number))
    throw Misuse(say({"exo{} exists already", "exo{} existe déjà"}, number));
  Exercise exercise;
  exercise.number = number;
  exercise.id = "exo" + number;
  exercise.name = exercise.id + "-" + topic;
  exercise.topic = topic;
  std::replace(exercise.topic.begin(), exercise.topic.end(), '-', '_');
  exercise.steps = 1;
  return exercise;
}

void write_from_template(const Exercise& exercise, std::string_view name,
                         const fs::path& to) {
  auto text = read_file(fs::path("companion") / "template" / name);
  auto words = exercise.topic;
  std::replace(words.begin(), words.end(), '_', ' ');
  replace_all(text, "@exo@", exercise.id);
  replace_all(text, "@topic@", exercise.topic);
  replace_all(text, "@words@", words);
  write_file(to, text);
}

// The one line of the list, after those of the other exercises.
void add_to_list(const Exercise& exercise) {
  auto list = read_file(exercise_list);
  if (!list.ends_with('\n')) list += '\n';
  list += fmt::format("{:<18}  1  beginner      30\n", exercise.name);
  write_file(exercise_list, list);
}

}  // namespace

asio::awaitable<int> new_exercise(Options options) {
  const auto exercise = named(options);
  const auto given = exercise.folder();
  const auto tests = exercise.tests().parent_path();
  write_from_template(exercise, "README.md.in", given / "README.md");
  write_from_template(exercise, "README.fr.md.in", given / "README.fr.md");
  write_from_template(exercise, "topic.hpp.in", exercise.header());
  write_from_template(exercise, "topic.cpp.in", exercise.file());
  write_from_template(exercise, "demo.cpp.in", given / "demo.cpp");
  write_from_template(exercise, "solution.cpp.in", exercise.solution());
  write_from_template(exercise, "test.cpp.in", exercise.tests());
  fs::create_directories(tests / "right");
  fs::create_directories(tests / "wrong");
  add_to_list(exercise);
  print(fold(
      say({"{} is there: {}, {}, {}. Write what is marked AUTHOR, three other "
           "right answers and the wrong ones; ./exo verify says what is "
           "missing.",
           "{} est là : {}, {}, {}. Écrivez ce qui est marqué AUTHOR, trois "
           "autres réponses justes et les fausses ; ./exo verify dit ce qui "
           "manque."},
          exercise.id, given.generic_string(),
          exercise.solution().parent_path().generic_string(),
          tests.generic_string()),
      paint_for_output().width));
  co_return 0;
}

}  // namespace companion
