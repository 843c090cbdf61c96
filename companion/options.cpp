#include "options.hpp"

#include "common/say.hpp"

namespace companion {

Options parse(int argc, char** argv) {
  Options options;
  std::vector<std::string> words;
  for (auto& word : command_line(argc, argv)) {
    if (word == "--json") {
      options.json = true;
    } else if (word == "--poll") {
      options.poll = true;
    } else if (word == "--trace") {
      options.trace = true;
    } else if (word == "--help" || word == "-h") {
      words.insert(words.begin(), "help");
    } else if (word.starts_with('-')) {
      throw Misuse(
          say({"there is no option {}; there are --lang en|fr, --json (list), "
               "--poll (watch), --trace (picture), --yes, --help",
               "l'option {} n'existe pas ; il y a --lang en|fr, --json (list), "
               "--poll (watch), --trace (picture), --yes, --help"},
              word));
    } else {
      words.push_back(std::move(word));
    }
  }
  if (!words.empty()) {
    options.command = words.front();
    options.arguments.assign(words.begin() + 1, words.end());
  }
  return options;
}

}  // namespace companion
