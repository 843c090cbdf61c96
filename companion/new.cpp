// ./exo new 37 topic: a new exercise, from companion/template.
//
// It builds, and its stub invites; what is left to write is marked AUTHOR, and
// `verify` fails until none of these marks is left.
#include <algorithm>
#include <string_view>
#include <utility>

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
  if (number.size() != 2 || topic.empty() ||
      number.find_first_not_of("0123456789") != number.npos ||
      topic.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") !=
          topic.npos)
    throw Misuse(say(
        {"a number of two digits and a topic, please: ./exo new 37 some-topic",
         "un numéro à deux chiffres et un sujet : ./exo new 37 un-sujet"}));
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

// The one line of the list, among those of the other exercises.
void add_to_list(const Exercise& exercise) {
  std::string list;
  auto line = fmt::format("{:<18}  1  beginner      30\n", exercise.name);
  for (const auto& known : lines_of(read_file(exercise_list))) {
    if (!line.empty() && known.starts_with("exo") && exercise.name < known)
      list += std::exchange(line, "");
    list += known + '\n';
  }
  write_file(exercise_list, list + line);
}

// "before: [exo36](...) · after: [exo38](...)", as far as there are some.
std::string neighbours_of(const Exercise& exercise, std::string_view before,
                          std::string_view after, std::string_view readme) {
  const auto exercises = read_exercises();
  const auto* here = find(exercises, exercise.name);
  const auto link = [&](std::string_view word, const Exercise& other) {
    return fmt::format("{} [{}](../{}/{})", word, other.id, other.name, readme);
  };
  std::string links;
  if (here != &exercises.front()) links += link(before, here[-1]);
  if (here != &exercises.front() && here != &exercises.back()) links += " · ";
  if (here != &exercises.back()) links += link(after, here[1]);
  return links;
}

void write_from_template(const Exercise& exercise, std::string_view name,
                         const fs::path& to) {
  auto text = read_file(fs::path("companion") / "template" / name);
  auto words = exercise.topic;
  std::replace(words.begin(), words.end(), '_', ' ');
  // In the order that clang-format wants.
  const std::string header = "#include \"@topic@.hpp\"\n";
  const std::string lessons = "#include \"lessons.hpp\"\n";
  replace_all(text, "@headers@",
              exercise.topic < "lessons" ? header + lessons : lessons + header);
  replace_all(text, "@exo@", exercise.id);
  replace_all(text, "@topic@", exercise.topic);
  replace_all(text, "@words@", words);
  replace_all(text, "@before_en@",
              neighbours_of(exercise, "before:", "after:", "README.md"));
  replace_all(
      text, "@before_fr@",
      neighbours_of(exercise, "avant\u00a0:", "après\u00a0:", "README.fr.md"));
  write_file(to, text);
}

// A French page records the version of the English one, or of the header, that
// it says in French.
void record_version(const fs::path& french, const fs::path& original,
                    std::string_view mark) {
  Fingerprint version;
  version.add(read_file(original));
  write_file(french, fmt::format("{}\n<!-- {}: {} -->\n", read_file(french),
                                 mark, version.text()));
}

}  // namespace

asio::awaitable<int> new_exercise(Options options) {
  const auto exercise = named(options);
  const auto given = exercise.folder();
  const auto tests = exercise.tests().parent_path();
  add_to_list(exercise);
  write_from_template(exercise, "topic.hpp.in", exercise.header());
  for (std::string page : {"README", "LESSONS"}) {
    for (auto end : {".md", ".fr.md"})
      write_from_template(exercise, page + end + ".in", given / (page + end));
    record_version(given / (page + ".fr.md"), given / (page + ".md"), "en");
  }
  write_from_template(exercise, "CONTRACT.fr.md.in", given / "CONTRACT.fr.md");
  record_version(given / "CONTRACT.fr.md", exercise.header(), "header");
  write_from_template(exercise, "topic.cpp.in", exercise.file());
  write_from_template(exercise, "demo.cpp.in", given / "demo.cpp");
  write_from_template(exercise, "solution.cpp.in", exercise.solution());
  write_from_template(exercise, "test.cpp.in", exercise.tests());
  write_from_template(exercise, "lessons.hpp.in", tests / "lessons.hpp");
  write_from_template(exercise, "wrong.cpp.in",
                      tests / "wrong" / "asks_once.cpp");
  fs::create_directories(tests / "right");
  print(fold(
      say({"{} is there: {}, {}, {}. Write what is marked AUTHOR; "
           "./exo verify {} builds it and says what is missing. HACKING.md "
           "leads through it.",
           "{} est là : {}, {}, {}. Écrivez ce qui est marqué AUTHOR ; "
           "./exo verify {} le construit et dit ce qui manque. HACKING.md "
           "explique le chemin."},
          exercise.id, given.generic_string(),
          exercise.solution().parent_path().generic_string(),
          tests.generic_string(), exercise.number),
      paint_for_output().width));
  co_return 0;
}

}  // namespace companion
