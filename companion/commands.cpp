#include "commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "common/say.hpp"
#include "guess.hpp"
#include "record.hpp"

namespace companion {

namespace {

enum class For { learners, others };

struct Named {
  std::string_view name;
  CommandFunction function;  // none: the launcher does it
  Text arguments;
  Text does;
  For who = For::learners;
};

// In the order in which help shows them.
constexpr Named commands[] = {
    {"watch",
     watch,
     {"[31]", "[31]"},
     {"judge what you save, as you save it (the default), from this exercise "
      "on",
      "juger ce que vous enregistrez, aussitôt (par défaut), à partir de cet "
      "exercice"}},
    {"list",
     list,
     {"[--json]", "[--json]"},
     {"the exercises, and where you stand",
      "les exercices, et où vous en êtes"}},
    {"run",
     run_exercises,
     {"[31...]", "[31...]"},
     {"judge the exercise at hand, or these, and show why",
      "juger l'exercice en cours, ou ceux-là, et dire pourquoi"}},
    {"demo",
     demo,
     {"[31]", "[31]"},
     {"run its demo", "lancer sa démonstration"}},
    {"hint",
     hint,
     {"[31 [step]]", "[31 [étape]]"},
     {"one more hint each time", "un indice de plus à chaque fois"}},
    {"lesson",
     lesson,
     {"[31 [name]]", "[31 [nom]]"},
     {"more about the mistake that a step names",
      "la suite sur l'erreur que nomme une étape"}},
    {"picture",
     picture,
     {"[31]", "[31]"},
     {"draw each step as a page, your run above the reference's; --trace "
      "writes it for Perfetto",
      "dessiner chaque étape dans une page, votre exécution au-dessus de celle "
      "de la référence ; --trace l'écrit pour Perfetto"}},
    {"replay",
     replay,
     {"38 4711 [step]", "38 4711 [étape]"},
     {"tell again the story of that seed",
      "raconter de nouveau l'histoire de cette graine"}},
    {"race",
     race,
     {"38", "38"},
     {"your server beside the reference, measured",
      "votre serveur à côté de la référence, mesurés"}},
    {"reset",
     reset_exercise,
     {"31", "31"},
     {"the stub again; your file is kept beside it",
      "revenir à l'ébauche ; votre fichier est gardé à côté"}},
    {"undo",
     undo_reset,
     {"31", "31"},
     {"take the reset back", "défaire ce retour à l'ébauche"}},
    {"solution",
     solution,
     {"[31 [step]]", "[31 [étape]]"},
     {"once it passes: your answer beside the reference",
      "une fois réussi : votre réponse à côté de la référence"}},
    {"check", check, {"", ""}, {"judge them all", "les juger tous"}},
    {"doctor",
     nullptr,
     {"", ""},
     {"versions of the tools, and what repairs them",
      "les versions des outils, et les remèdes"}},
    {"help", help, {"", ""}, {"this list", "cette liste"}},
    {"grade",
     nullptr,
     {"FOLDER...", "DOSSIER..."},
     {"for instructors: grade submissions",
      "pour les enseignants : noter des rendus"},
     For::others},
    {"verify",
     nullptr,
     {"[31 | tools]", "[31 | tools]"},
     {"for authors: the workbook's own tests",
      "pour les auteurs : les tests du cahier lui-même"},
     For::others},
    {"new",
     new_exercise,
     {"37 topic", "37 sujet"},
     {"for authors: a new exercise", "pour les auteurs : un nouvel exercice"},
     For::others},
};

}  // namespace

std::string with_guess(std::string sentence, std::string_view word,
                       const std::vector<std::string>& names) {
  if (const auto guess = nearest(word, names); !guess.empty())
    return sentence +
           say({"; did you mean {}?", " ; vouliez-vous dire {} ?"}, guess);
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "" : ", ") + name;
  return sentence + say({"; there are {}", " ; il y a {}"}, all);
}

CommandFunction command_named(std::string_view name) {
  std::vector<std::string> names;
  for (const auto& command : commands) {
    if (command.name == name && command.function) return command.function;
    if (command.who == For::learners) names.emplace_back(command.name);
  }
  throw Misuse(with_guess(
      say({"there is no command {}", "la commande {} n'existe pas"}, name),
      name, names));
}

asio::awaitable<int> help(Options) {
  const auto width = paint_for_output().width;
  constexpr std::size_t indent = 30;
  const auto row = [&](const std::string& left, const std::string& right) {
    auto lines = fold(right, std::max(width - static_cast<int>(indent), 20));
    for (std::size_t i = 0; i < lines.size(); ++i)
      fmt::print("{:<{}}{}\n", i == 0 ? left : "", indent, lines[i]);
  };
  for (auto who : {For::learners, For::others}) {
    for (const auto& command : commands)
      if (command.who == who)
        row(fmt::format("./exo {} {}", command.name,
                        command.arguments.spoken()),
            command.does.spoken());
    fmt::print("\n");
  }
  row("--lang en|fr",
      say({"the language, for this time", "la langue, pour cette fois"}));
  row("--poll",
      say({"look at the files ten times a second, where nothing tells that one "
           "was saved: network disks, some containers",
           "regarder les fichiers dix fois par seconde, là où rien ne dit "
           "qu'on a enregistré : disques réseau, certains conteneurs"}));
  row("--yes", say({"install what is missing without asking",
                    "installer ce qui manque sans demander"}));
  co_return 0;
}

std::vector<Exercise> wanted_all(const Exercises& exercises,
                                 const std::vector<std::string>& words) {
  std::vector<Exercise> found;
  if (words.empty()) {
    const auto* here = current(exercises);
    return {here ? *here : exercises.front()};
  }
  std::vector<std::string> numbers, topics;
  for (const auto& exercise : exercises) {
    numbers.push_back(exercise.number);
    topics.push_back(exercise.topic);
  }
  for (const auto& word : words) {
    const auto sentence =
        say({"there is no exercise {}", "l'exercice {} n'existe pas"}, word);
    if (const auto* exercise = find(exercises, word))
      found.push_back(*exercise);
    else if (word.find_first_not_of("exo0123456789") == word.npos)
      throw Misuse(with_guess(sentence, "", numbers));
    else
      throw Misuse(with_guess(sentence, word, topics));
  }
  return found;
}

Exercise wanted(const Exercises& exercises, const Options& options) {
  auto words = options.arguments;
  words.resize(std::min<std::size_t>(words.size(), 1));
  return wanted_all(exercises, words).front();
}

void require_name(const Options& options) {
  if (options.arguments.empty())
    throw Misuse(
        say({"which exercise? ./exo {} 31", "quel exercice ? ./exo {} 31"},
            options.command));
}

int wanted_step(const Exercise& exercise, const Options& options) {
  if (options.arguments.size() < 2) return 0;
  const int step = std::atoi(options.arguments[1].c_str());
  if (step < 1 || step > exercise.steps)
    throw Misuse(say({"{} has steps 1 to {}", "{} a les étapes 1 à {}"},
                     exercise.id, exercise.steps));
  return step;
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
