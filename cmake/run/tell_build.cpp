// tell_build FILE TARGET STATUS BUILD_DIR: what came of building an exercise,
// told to a learner. Runs at the root of the workbook.
//
// Silent if all is well. If not, the last line is "exo31: not built", by which
// CTest knows that the test has failed.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <support/explain.hpp>
#include <support/language.hpp>
#include <support/text.hpp>
#include <system_error>
#include <utility>

namespace {

namespace fs = std::filesystem;
using workbook::Text;

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string replaced(std::string text, std::string_view from,
                     std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos;
       at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

// The fault of a file that is no text, which a compiler would say in a harder
// way or not at all; "" if it is a text.
std::string wrong_file(const std::string& name) {
  const auto original = [&](Text what) {
    return name + ' ' + what.spoken() + "\n  git checkout " + name;
  };
  if (fs::is_directory(name))
    return name + ' ' +
           Text{"is a folder. It must be the file that you edit.",
                "est un dossier. Ce doit être le fichier que vous modifiez."}
               .spoken();
  if (!fs::exists(name))
    return original({"is missing. To have the original again:",
                     "manque. Pour retrouver l'original :"});
  const auto text = content(name);
  if (text.empty())
    return original({"is empty. To have the original again:",
                     "est vide. Pour retrouver l'original :"});
  if (!workbook::is_utf8(text))
    return name + ' ' +
           Text{"is not UTF-8 text. Save it again in that encoding.",
                "n'est pas du texte UTF-8. Enregistrez-le dans cet encodage."}
               .spoken();
  return "";
}

// Is it a line in which the build tool speaks of itself? It is no help to a
// learner.
bool is_of_the_tool(std::string_view line) {
  for (auto begin :
       {"[", "FAILED:", "ninja:", ": &&", "gmake", "make", "Consolidate"})
    if (line.starts_with(begin)) return true;
  return line.find(" -c ") != line.npos && line.find(" -o ") != line.npos;
}

std::string of_the_compiler(const std::string& log) {
  std::string text;
  std::string_view rest = log;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size() - 1) + 1;
    if (!is_of_the_tool(rest.substr(0, end))) text += rest.substr(0, end);
    rest.remove_prefix(end);
  }
  return text;
}

// Each linker says it in its own way.
bool defines_main(std::string_view text) {
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const auto has = [&](std::string_view sign) {
      return line.find(sign) != line.npos;
    };
    // GNU's linkers quote in two ways.
    if (has("multiple definition of `main'") ||
        has("multiple definition of 'main'") || has("main already defined") ||
        (has("duplicate symbol") &&
         (line.ends_with("main") || has(": main") || has("_main"))))
      return true;
  }
  return false;
}

// Removes what was compiled, so that the next build says the same again.
void forget_object(const fs::path& build, const std::string& target) {
  const auto folder = build / "CMakeFiles" / (target + ".dir");
  std::error_code none;
  for (const auto& entry : fs::recursive_directory_iterator(folder, none))
    if (entry.path().extension() == ".o" || entry.path().extension() == ".obj")
      fs::remove(entry.path(), none);
}

long lines_in(std::string_view text) {
  return std::count(text.begin(), text.end(), '\n');
}

// The compiler's words, with an explanation in front; what is left out of a
// long message stands in a file.
std::string told(const std::string& message, const std::string& whole) {
  auto text = workbook::explain(message);
  if (!text.empty()) text += '\n';
  const auto brief = workbook::shortened(message);
  text += brief;
  const auto left_out = lines_in(message) - lines_in(brief);
  if (left_out > 0)
    text += workbook::paragraph(
        Text{"(the compiler's whole message, ", "(le message entier, "}
                .spoken() +
            std::to_string(lines_in(message)) +
            Text{" lines: ", " lignes : "}.spoken() + whole + ")",
        2);
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const std::string name = argv[1], target = argv[2], status = argv[3];
  const fs::path build = argv[4];
  const auto refuse = [&](std::string_view why) {
    std::cout << '\n'
              << why << "\n\n"
              << target
              << Text{": not built\n", " : compilation impossible\n"}.spoken();
    return 0;
  };
  if (const auto wrong = wrong_file(name); !wrong.empty())
    return refuse("  " + wrong);

  const auto log = content(build / "exercise" / (target + ".build.txt"));
  const auto root = fs::current_path().generic_string() + '/';
  // Paths from the root: some compilers are told them from the build tree.
  const auto up = fs::relative(root, build).generic_string() + '/';
  const auto said = replaced(replaced(of_the_compiler(log), root, ""), up, "");
  const bool refused = workbook::returns_nothing(said);
  const auto message = workbook::with_refusals(said);
  const auto whole = build / "exercise" / (target + ".compiler.txt");
  std::ofstream(whole) << message;
  const auto text = told(message, replaced(whole.generic_string(), root, ""));

  // A warning often names the mistake that a test will find: when the file was
  // compiled anew, its warnings are kept for the teacher to show with a
  // failure.
  const auto warnings = build / "exercise" / (target + ".warnings.txt");
  if (message.find("warning:") != message.npos)
    std::ofstream(warnings) << text;
  else if (log.find(target + ".dir") != log.npos)
    fs::remove(warnings);
  if (refused) forget_object(build, target);
  if (status == "0" && !refused) return 0;

  if (defines_main(message))
    return refuse(
        "  " + name + ' ' +
        Text{"defines main(). The tests have their own: take yours out.",
             "définit main(). Les tests ont le leur : retirez le vôtre."}
            .spoken() +
        '\n' + message);
  return refuse(text);
}
