#include "commands.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <string>

#include "common/say.hpp"
#include "record.hpp"

namespace companion {

namespace {

struct Named {
  std::string_view name;
  CommandFunction function;  // none: the launcher does it
  std::string_view arguments;
  Text does;
};

// In the order in which help shows them.
constexpr Named commands[] = {
    {"watch",
     watch,
     "",
     {"judge what you save, as you save it (the default)",
      "juger ce que vous enregistrez, aussitôt (par défaut)"}},
    {"list",
     list,
     "[--json]",
     {"the exercises, and where you stand",
      "les exercices, et où vous en êtes"}},
    {"run",
     run_exercise,
     "31",
     {"judge one exercise, and show why",
      "juger un exercice, et dire pourquoi"}},
    {"demo", demo, "31", {"run its demo", "lancer sa démonstration"}},
    {"hint",
     hint,
     "31 [step]",
     {"one more hint each time", "un indice de plus à chaque fois"}},
    {"reset",
     reset_exercise,
     "31",
     {"the stub again; your file is kept beside it",
      "revenir à l'ébauche ; votre fichier est gardé à côté"}},
    {"solution",
     solution,
     "31",
     {"once it passes: your answer and the reference",
      "une fois réussi : votre réponse et la référence"}},
    {"check", check, "", {"judge them all", "les juger tous"}},
    {"doctor",
     nullptr,
     "",
     {"versions of the tools, and what mends them",
      "les versions des outils, et les remèdes"}},
    {"verify",
     nullptr,
     "",
     {"the workbook's own tests", "les tests du cahier lui-même"}},
    {"grade",
     nullptr,
     "FOLDER...",
     {"for instructors: grade submissions",
      "pour les enseignants : noter des rendus"}},
    {"new",
     new_exercise,
     "37 topic",
     {"for authors: a new exercise", "pour les auteurs : un nouvel exercice"}},
    {"help", help, "", {"this list", "cette liste"}},
};

}  // namespace

CommandFunction command_named(std::string_view name) {
  std::string names;
  for (const auto& command : commands) {
    if (command.name == name && command.function) return command.function;
    names += (names.empty() ? "" : ", ") + std::string(command.name);
  }
  throw Misuse(say({"there is no command {}; there are {}",
                    "la commande {} n'existe pas ; il y a {}"},
                   name, names));
}

asio::awaitable<int> help(Options) {
  fmt::print("./exo [--lang en|fr] [--poll]\n");
  for (const auto& command : commands)
    fmt::print("./exo {:<9}{:<10} {}\n", command.name, command.arguments,
               command.does.spoken());
  co_return 0;
}

Exercise wanted(const Exercises& exercises, const Options& options) {
  std::string numbers;
  for (const auto& exercise : exercises)
    numbers += (numbers.empty() ? "" : ", ") + exercise.number;
  if (options.arguments.empty())
    throw Misuse(
        say({"which exercise? There are {}", "quel exercice ? Il y a {}"},
            numbers));
  const auto& name = options.arguments.front();
  if (const auto* exercise = find(exercises, name)) return *exercise;
  throw Misuse(say({"there is no exercise {}; there are {}",
                    "l'exercice {} n'existe pas ; il y a {}"},
                   name, numbers));
}

asio::awaitable<Judged> judge_and_remember(Exercise exercise) {
  // Before judging: if the file changes meanwhile, the verdict is not its own.
  const auto print = fingerprint(exercise);
  auto judged = co_await judge(exercise);
  remember(exercise, print, judged);
  co_return judged;
}

const Exercise* current(const Exercises& exercises) {
  if (const auto* chosen = find(exercises, place())) return chosen;
  for (const auto& exercise : exercises)
    if (standing(exercise).state != State::passed) return &exercise;
  return nullptr;
}

void print(const Lines& lines) {
  for (const auto& line : lines) fmt::print("{}\n", line);
  std::fflush(stdout);
}

}  // namespace companion
