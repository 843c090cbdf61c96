// explained FAMILY FILE COMMAND: the compiler's message about a file is
// explained as the file declares, in both languages.
//
// The first lines of the file declare it:
//   // explained: copied-awaitable
//   // explained by clang: nothing
// The second line is there when the compilers see different things. Where two
// explanations are wanted, both are named: "no-coroutine-any-more
// forgot-co-await".
#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <support/explain.hpp>
#include <support/language.hpp>

namespace {

// What the file declares after "// explained: ".
std::string declared(const char* file, const std::string& family) {
  std::ifstream lines(file);
  std::string found;
  for (std::string line; std::getline(lines, line) && line.starts_with("//");)
    for (auto mark :
         {std::string("// explained: "), "// explained by " + family + ": "})
      if (line.starts_with(mark)) found = line.substr(mark.size());
  return found;
}

std::string output_of(const char* command) {
  std::string text;
  FILE* pipe = ::popen(command, "r");
  std::array<char, 4096> bytes;
  while (const auto size = std::fread(bytes.data(), 1, bytes.size(), pipe))
    text.append(bytes.data(), size);
  ::pclose(pipe);
  return text;
}

// The names in the explanation: "  In plain words (line 9): [copied]".
std::string named(const std::string& explanation) {
  std::string names;
  for (std::size_t at = 0;
       (at = explanation.find(" [", at)) != explanation.npos; ++at) {
    const auto end = explanation.find("]\n", at);
    if (end == explanation.npos || end > explanation.find('\n', at)) continue;
    names +=
        (names.empty() ? "" : " ") + explanation.substr(at + 2, end - at - 2);
  }
  return names.empty() ? "nothing" : names;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const auto wanted = declared(argv[2], argv[1]);
  const auto message = workbook::with_refusals(output_of(argv[3]));
  int status = 0;
  for (bool french : {false, true}) {
    workbook::speak_french(french);
    const auto explanation = workbook::explain(message);
    std::cout << explanation;
    if (named(explanation) == wanted) continue;
    std::cout << "wanted: " << wanted << ", found: " << named(explanation)
              << '\n';
    status = 1;
  }
  std::cout << "\nshortened:\n" << workbook::shortened(message);
  if (status != 0) std::cout << "\nwhole:\n" << message;
  return status;
}
