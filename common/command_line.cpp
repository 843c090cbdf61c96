#include "command_line.hpp"

#include <cstdlib>

#include "say.hpp"

namespace workbook {

void choose_language(std::string_view name) {
  if (name != "en" && name != "fr")
    throw Misuse(say({"there is no language {}; there are en and fr",
                      "la langue {} n'existe pas ; il y a en et fr"},
                     name));
  ::setenv("WORKBOOK_LANG", std::string(name).c_str(), 1);
  speak_french(name == "fr");
}

std::vector<std::string> command_line(int argc, char** argv) {
  std::vector<std::string> words;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--lang") {
      ++i;
      choose_language(i < argc ? argv[i] : "");
    } else if (word.starts_with("--lang=")) {
      choose_language(word.substr(7));
    } else if (word != "--yes" && word != "-y") {
      words.emplace_back(word);
    }
  }
  return words;
}

}  // namespace workbook
