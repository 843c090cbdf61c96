#include "inspect.hpp"

#include <algorithm>

#include "common/say.hpp"

namespace grader {

namespace {

using workbook::say;

std::string refuse_section(std::string_view name) {
  return say({"has a section {}, which runs before the tests, or changes how "
              "the program is put together. Take out the attribute or the "
              "assembly that makes it",
              "a une section {}, qui s'exécute avant les tests ou change "
              "l'assemblage du programme. Retirez l'attribut ou l'assembleur "
              "qui la crée"},
             name);
}

std::string refuse_definition(std::string_view name) {
  if (name == "main")
    return say({"defines main(). The tests have their own: take yours out",
                "définit main(). Les tests ont le leur : retirez le vôtre"});
  return say({"defines {}, which belongs to the tests or to the library of the "
              "language. Give it another name, or put it in an unnamed "
              "namespace",
              "définit {}, qui appartient aux tests ou à la bibliothèque du "
              "langage. Donnez-lui un autre nom, ou mettez-le dans un espace "
              "de noms anonyme"},
             name);
}

std::string refuse_use(std::string_view name) {
  return say({"uses {}, which belongs to the tests: an answer has no part in "
              "them. Take it out",
              "utilise {}, qui appartient aux tests : une réponse n'y touche "
              "pas. Retirez-le"},
             name);
}

std::string refuse_leaving(std::string_view name) {
  return say({"uses {}. An answer leaves a function by return, co_return or an "
              "exception, and asks nobody where functions are. Take it out",
              "utilise {}. Une réponse quitte une fonction par return, "
              "co_return ou une exception, et ne demande à personne où sont "
              "les fonctions. Retirez-le"},
             name);
}

// Takes a line off the front.
std::string_view take_line(std::string_view& text) {
  const auto line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

void skip_blanks(std::string_view& line) {
  line.remove_prefix(std::min(line.size(), line.find_first_not_of(" \t")));
}

bool skip(std::string_view& line, std::string_view word) {
  if (!line.starts_with(word)) return false;
  line.remove_prefix(word.size());
  return true;
}

// The path of `#include "path"` or <path>; "" if the line is none.
std::string_view included_path(std::string_view line) {
  skip_blanks(line);
  if (!skip(line, "#") && !skip(line, "%:") && !skip(line, "\?\?=")) return {};
  skip_blanks(line);
  if (!skip(line, "include_next") && !skip(line, "include") &&
      !skip(line, "import") && !skip(line, "embed"))
    return {};
  skip_blanks(line);
  if (!skip(line, "<") && !skip(line, "\"")) return {};
  return line.substr(0, line.find_first_of(">\""));
}

}  // namespace

std::string inspect_source(std::string_view source) {
  while (!source.empty()) {
    const auto path = included_path(take_line(source));
    if (path.starts_with('/') || path.find("..") != path.npos)
      return say({"includes \"{}\". Only headers of the exercise and of the "
                  "libraries can be included, by their name",
                  "inclut « {} ». Seuls les en-têtes de l'exercice et des "
                  "bibliothèques peuvent l'être, par leur nom"},
                 path.substr(0, 100));
  }
  return "";
}

std::string inspect_dependencies(std::string_view dependencies,
                                 const std::vector<fs::path>& allowed) {
  // "answer.o: one two \", and more on the lines that follow.
  dependencies.remove_prefix(
      std::min(dependencies.size(), dependencies.find(": ")));
  while (!dependencies.empty()) {
    const auto end =
        std::min(dependencies.find_first_of(" \n"), dependencies.size());
    const auto word = dependencies.substr(0, end);
    dependencies.remove_prefix(std::min(dependencies.size(), end + 1));
    if (word.empty() || word == "\\" || word == ":") continue;
    const auto path = fs::path(word).lexically_normal();
    const bool known =
        std::any_of(allowed.begin(), allowed.end(), [&](const auto& folder) {
          return path == folder ||
                 path.string().starts_with(folder.string() + "/");
        });
    if (!known || path.string().find("/catch2/") != std::string::npos)
      return say({"includes {}, which is not part of the exercise",
                  "inclut {}, qui ne fait pas partie de l'exercice"},
                 word.substr(0, 200));
  }
  return "";
}

std::string inspect_object(std::string_view said,
                           std::vector<std::string>& calls) {
  bool whole = false, ordinary = true;
  std::string wrong;
  while (!said.empty()) {
    auto line = take_line(said);
    whole = line == "end";
    ordinary &= line != "unreadable";
    std::string found;
    if (skip(line, "section "))
      found = refuse_section(line);
    else if (skip(line, "defines "))
      found = refuse_definition(line);
    else if (skip(line, "uses "))
      found = refuse_use(line);
    else if (skip(line, "leaves "))
      found = refuse_leaving(line);
    else if (skip(line, "calls "))
      calls.emplace_back(line);
    if (wrong.empty()) wrong = found;
  }
  if (!wrong.empty()) return wrong;
  if (whole && ordinary) return "";
  return say({"does not become an ordinary object file",
              "ne devient pas un fichier objet ordinaire"});
}

}  // namespace grader
