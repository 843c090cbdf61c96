#include "review.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "common/files.hpp"
#include "common/say.hpp"
#include "text.hpp"

namespace grader {

namespace {

using workbook::say;
using workbook::Text;

bool in_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

bool is_keyword(std::string_view word) {
  static const std::unordered_set<std::string_view> keywords = {
      "auto",     "bool",     "break",     "case",      "catch",   "char",
      "class",    "co_await", "co_return", "co_yield",  "const",   "constexpr",
      "continue", "default",  "delete",    "do",        "double",  "else",
      "enum",     "explicit", "false",     "for",       "friend",  "if",
      "int",      "long",     "mutable",   "namespace", "new",     "noexcept",
      "nullptr",  "operator", "private",   "public",    "return",  "sizeof",
      "static",   "struct",   "switch",    "template",  "this",    "throw",
      "true",     "try",      "typename",  "using",     "virtual", "void",
      "while",    "std",      "asio",      "move",      "co_spawn"};
  return keywords.contains(word);
}

// The end of a text between quotation marks that begins at `at`.
std::size_t end_of_text(std::string_view code, std::size_t at) {
  const char mark = code[at];
  for (++at; at < code.size() && code[at] != mark && code[at] != '\n'; ++at)
    if (code[at] == '\\') ++at;
  return std::min(code.size(), at + 1);
}

std::size_t end_of_raw_text(std::string_view code, std::size_t at) {
  const auto open = code.find('(', at);
  if (open == code.npos) return code.size();
  const auto close =
      ")" + std::string(code.substr(at + 1, open - at - 1)) + "\"";
  const auto end = code.find(close, open);
  return end == code.npos ? code.size() : end + close.size();
}

struct Sign {
  std::string_view word;  // a token, or a function that is called
  Text why;
};

constexpr Text assembly{"assembly", "de l'assembleur"};
constexpr Text casts{"a cast that reads memory as something else",
                     "une conversion qui lit la mémoire comme autre chose"};
constexpr Text finds{"looks for functions in the program",
                     "cherche des fonctions dans le programme"};
constexpr Text pages{"handles memory by pages",
                     "manipule la mémoire par pages"};
constexpr Text programs{"starts processes", "lance des processus"};
constexpr Text system_calls{"calls the system directly",
                            "appelle directement le système"};
constexpr Text ends{"ends the program, or has something run at its end",
                    "termine le programme, ou s'exécute à sa fin"};
constexpr Text signals{"handles signals or jumps out of functions",
                       "gère des signaux ou saute hors des fonctions"};
constexpr Text files{"opens or duplicates files by hand",
                     "ouvre ou duplique des fichiers à la main"};
constexpr Text surroundings{"reads the environment or the stack",
                            "lit l'environnement ou la pile"};
constexpr Text compiler{"asks the compiler for something unusual",
                        "demande au compilateur quelque chose d'inhabituel"};

constexpr Sign word_signs[] = {
    {"asm", assembly},          {"__asm__", assembly},
    {"__asm", assembly},        {"reinterpret_cast", casts},
    {"bit_cast", casts},        {"const_cast", casts},
    {"memcpy", casts},          {"memmove", casts},
    {"uintptr_t", casts},       {"intptr_t", casts},
    {"launder", casts},         {"__attribute__", compiler},
    {"pragma", compiler},       {"_Pragma", compiler},
    {"gnu", compiler},          {"__FILE__", compiler},
    {"__has_include", compiler}};

constexpr Sign call_signs[] = {{"dl", finds},
                               {"mmap", pages},
                               {"mmap64", pages},
                               {"mprotect", pages},
                               {"mremap", pages},
                               {"pkey_mprotect", pages},
                               {"fork", programs},
                               {"vfork", programs},
                               {"clone", programs},
                               {"posix_spawn", programs},
                               {"exec", programs},
                               {"fexecve", programs},
                               {"system", programs},
                               {"popen", programs},
                               {"syscall", system_calls},
                               {"prctl", system_calls},
                               {"ptrace", system_calls},
                               {"process_vm_", system_calls},
                               {"exit", ends},
                               {"_exit", ends},
                               {"_Exit", ends},
                               {"quick_exit", ends},
                               {"atexit", ends},
                               {"on_exit", ends},
                               {"at_quick_exit", ends},
                               {"abort", ends},
                               {"kill", signals},
                               {"raise", signals},
                               {"tgkill", signals},
                               {"sig", signals},
                               {"longjmp", signals},
                               {"__longjmp", signals},
                               {"setcontext", signals},
                               {"getcontext", signals},
                               {"swapcontext", signals},
                               {"makecontext", signals},
                               {"pthread_", signals},
                               {"open", files},
                               {"fopen", files},
                               {"freopen", files},
                               {"dup", files},
                               {"fcntl", files},
                               {"read", files},
                               {"pread", files},
                               {"write", files},
                               {"pwrite", files},
                               {"recv", files},
                               {"send", files},
                               {"setvbuf", files},
                               {"environ", surroundings},
                               {"__environ", surroundings},
                               {"getenv", surroundings},
                               {"setenv", surroundings},
                               {"putenv", surroundings},
                               {"backtrace", surroundings},
                               {"_Unwind_", surroundings},
                               {"__register_frame", surroundings},
                               {"__libc_", surroundings}};

std::string said(std::string_view what, const Text& why) {
  return fmt::format("{}: {}", what, why.spoken());
}

// ------------------------------------------------------------- likeness

constexpr std::size_t window = 12;  // tokens
constexpr std::size_t enough = 60;  // windows that tell something
constexpr double suspicious = 0.9;

using Windows = std::unordered_set<std::size_t>;

Windows windows_of(std::string_view code) {
  const auto tokens = tokens_of(code, true);
  Windows windows;
  std::string text;
  for (std::size_t at = 0; at + window <= tokens.size(); ++at) {
    text.clear();
    for (std::size_t i = 0; i < window; ++i) text += tokens[at + i] + ' ';
    windows.insert(std::hash<std::string>()(text));
  }
  return windows;
}

Windows without(Windows windows, const Windows& others) {
  std::erase_if(windows, [&](auto one) { return others.contains(one); });
  return windows;
}

// 0 as soon as it is less than `least`: a class of thousands has millions of
// pairs.
double likeness(const Windows& one, const Windows& other, double least) {
  if (one.size() > other.size()) return likeness(other, one, least);
  if (one.size() < enough || other.size() > 2 * one.size()) return 0;
  const auto size = static_cast<double>(one.size());
  const auto most = static_cast<std::size_t>((1 - least) * size);
  std::size_t missing = 0;
  for (auto window : one)
    if (!other.contains(window) && ++missing > most) return 0;
  return 1 - static_cast<double>(missing) / size;
}

std::string content_of(const fs::path& path) {
  std::error_code none;
  return fs::is_regular_file(path, none) ? workbook::read_file(path) : "";
}

std::string pairs_alike(const Class& results, const Exercises& exercises,
                        const fs::path& out) {
  // For each pair, the exercises in which they are alike; the reference is
  // one of those that are compared.
  struct Found {
    std::string exercises;
    int count = 0;
    double most = 0;
  };
  std::vector<std::pair<std::string, std::vector<Windows>>> all;
  std::vector<Windows> stubs;
  for (const auto& exercise : exercises)
    stubs.push_back(windows_of(content_of(exercise.file())));
  const auto add = [&](const std::string& name, auto path_of) {
    std::vector<Windows> windows;
    for (std::size_t e = 0; e < exercises.size(); ++e)
      windows.push_back(
          without(windows_of(content_of(path_of(exercises[e]))), stubs[e]));
    all.emplace_back(name, std::move(windows));
  };
  for (const auto& result : results)
    add(markdown(result.name), [&](const Exercise& exercise) {
      return out / result.key / "files" / (exercise.topic + ".cpp");
    });
  add(say({"the reference", "la solution de référence"}),
      [](const Exercise& exercise) { return exercise.solution(); });

  std::string rows;
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      Found found;
      for (std::size_t e = 0; e < exercises.size(); ++e) {
        const auto alike =
            likeness(all[i].second[e], all[j].second[e], suspicious);
        if (alike < suspicious) continue;
        found.exercises +=
            fmt::format("{}{} ({:.0f} %)", found.count++ ? ", " : "",
                        exercises[e].id, 100 * alike);
      }
      if (found.count > 0)
        rows += fmt::format("| {} | {} | {} |\n", all[i].first, all[j].first,
                            found.exercises);
    }
  return rows;
}

}  // namespace

std::vector<std::string> tokens_of(std::string_view code, bool plain) {
  std::vector<std::string> tokens;
  for (std::size_t at = 0; at < code.size();) {
    const char c = code[at];
    auto end = at + 1;
    if (std::isspace(static_cast<unsigned char>(c))) {
      at = end;
      continue;
    }
    if (code.substr(at).starts_with("//")) {
      at = std::min(code.find('\n', at), code.size());
      continue;
    }
    if (code.substr(at).starts_with("/*")) {
      const auto close = code.find("*/", at + 2);
      at = close == code.npos ? code.size() : close + 2;
      continue;
    }
    if (c == '"' || c == '\'') {
      end = end_of_text(code, at);
      tokens.emplace_back(plain ? "s" : code.substr(at, end - at));
    } else if (code.substr(at).starts_with("R\"")) {
      end = end_of_raw_text(code, at + 1);
      tokens.emplace_back(plain ? "s" : code.substr(at, end - at));
    } else if (in_name(c)) {
      while (end < code.size() && in_name(code[end])) ++end;
      const auto word = code.substr(at, end - at);
      const bool number = std::isdigit(static_cast<unsigned char>(c));
      tokens.emplace_back(!plain             ? word
                          : number           ? "0"
                          : is_keyword(word) ? word
                                             : "i");
    } else {
      tokens.emplace_back(code.substr(at, 1));
    }
    at = end;
  }
  return tokens;
}

std::vector<std::string> signs_in(std::string_view code,
                                  const std::vector<std::string>& calls) {
  std::vector<std::string> signs;
  // Nobody reads more of one file, and some would fill the page.
  constexpr std::size_t most = 20;
  const auto add = [&](const std::string& sign) {
    if (signs.size() > most) return;
    if (signs.size() == most)
      signs.push_back(say({"and more", "et d'autres"}));
    else if (std::find(signs.begin(), signs.end(), sign) == signs.end())
      signs.push_back(sign);
  };
  const auto tokens = tokens_of(code, false);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto& token = tokens[i];
    for (const auto& sign : word_signs)
      if (token == sign.word) add(said(token, sign.why));
    if (token.starts_with("__builtin")) add(said(token, compiler));
    if (token.find("/proc") != token.npos) add(said("/proc", surroundings));
    // (char*), (const unsigned char *), (std::byte*): "*" and ")" after names.
    if (token == "*" && i + 1 < tokens.size() && tokens[i + 1] == ")") {
      auto from = i;
      while (from > 0 && (in_name(tokens[from - 1][0]) ||
                          tokens[from - 1] == "*" || tokens[from - 1] == ":"))
        --from;
      const bool after_name = from > 1 && in_name(tokens[from - 2][0]);
      if (from > 0 && from < i && tokens[from - 1] == "(" && !after_name)
        add(said("(" + tokens[from] + "...*)", casts));
    }
  }
  for (const auto& call : calls)
    for (const auto& sign : call_signs)
      if (call.starts_with(sign.word)) {
        add(said(call + "()", sign.why));
        break;
      }
  return signs;
}

double likeness(std::string_view one, std::string_view other,
                std::string_view stub) {
  const auto common = windows_of(stub);
  return likeness(without(windows_of(one), common),
                  without(windows_of(other), common), 0);
}

std::string review(const Class& results, const Exercises& exercises,
                   const fs::path& out) {
  std::string signs;
  for (const auto& result : results)
    for (const auto& one : result.exercises) {
      const auto code = content_of(out / result.key / "files" /
                                   (one.exercise.topic + ".cpp"));
      for (const auto& sign : signs_in(code, one.calls))
        signs += fmt::format("| {} | {} | {} |\n", markdown(result.name),
                             one.exercise.id, markdown(clean(sign, 300)));
    }
  auto text = say(
      {"# What deserves a look\n\nThese are signs, not proofs: read the "
       "code, in the folder `files` of each submission, and ask.\n",
       "# Ce qui mérite un regard\n\nCe sont des indices, pas des preuves : "
       "lisez le code, dans le dossier `files` de chaque rendu, et posez la "
       "question.\n"});
  text += say({"\n## In the code\n\nWhat no answer of the exercises needs.\n\n",
               "\n## Dans le code\n\nCe dont aucune réponse n'a besoin.\n\n"});
  text += signs.empty() ? say({"Nothing.\n", "Rien.\n"})
                        : say({"| submission | exercise | what, and why |\n",
                               "| rendu | exercice | quoi, et pourquoi |\n"}) +
                              "| --- | --- | --- |\n" + signs;
  text +=
      say({"\n## Alike\n\nThe same code but for the names, the numbers and "
           "the comments. Short answers are often alike by themselves: "
           "look at how many exercises it is, and at odd details.\n\n",
           "\n## Semblables\n\nLe même code, aux noms, aux nombres et aux "
           "commentaires près. Des réponses courtes se ressemblent "
           "souvent d'elles-mêmes : regardez le nombre d'exercices et les "
           "détails curieux.\n\n"});
  const auto pairs = pairs_alike(results, exercises, out);
  text +=
      pairs.empty()
          ? say({"Nobody.\n", "Personne.\n"})
          : say({"| one | another | where |\n", "| l'un | l'autre | où |\n"}) +
                "| --- | --- | --- |\n" + pairs;
  return text;
}

}  // namespace grader
