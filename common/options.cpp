#include "options.hpp"

#include <cstdlib>

#include "say.hpp"

namespace workbook {

void choose_language(std::string_view name) {
  if (name != "en" && name != "fr")
    throw Misuse(say({"there is no language {}; there are en and fr",
                      "la langue {} n'existe pas ; il y a en et fr"},
                     name));
  ::setenv("WORKBOOK_LANG", std::string(name).c_str(), 1);
  workbook::speak_french(name == "fr");
}

Options parse(int argc, char** argv) {
  Options options;
  std::vector<std::string> words;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--lang") {
      ++i;
      choose_language(i < argc ? argv[i] : "");
    } else if (word.starts_with("--lang=")) {
      choose_language(word.substr(7));
    } else if (word == "--json") {
      options.json = true;
    } else if (word == "--poll") {
      options.poll = true;
    } else if (word == "--help" || word == "-h") {
      words.insert(words.begin(), "help");
    } else if (word == "--yes" || word == "-y") {
      // For the launcher, which installs packages.
    } else if (word.starts_with('-')) {
      throw Misuse(
          say({"there is no option {}; there are --lang en|fr, --json (list), "
               "--poll (watch), --yes, --help",
               "l'option {} n'existe pas ; il y a --lang en|fr, --json (list), "
               "--poll (watch), --yes, --help"},
              word));
    } else {
      words.emplace_back(word);
    }
  }
  if (!words.empty()) {
    options.command = words.front();
    options.arguments.assign(words.begin() + 1, words.end());
  }
  return options;
}

}  // namespace workbook
