// glossary_check ROOT: the French of the workbook keeps to its glossary,
// tests/checks/glossary.txt, whose head says how a line is read.
//
// Looks through every French page, and through every text of the sources: the
// words that it looks for are French, so English texts do not have them.
//
// Exit status: 0 when none is found, 1 with one line per find.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "common/files.hpp"
#include "common/markdown.hpp"
#include "common/strings.hpp"

namespace {

using namespace workbook;

struct Rule {
  std::string term;  // what to write
  std::regex wrong;
};

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == text.npos) return {};
  return std::string(
      text.substr(first, text.find_last_not_of(' ') - first + 1));
}

std::vector<Rule> read_rules(const fs::path& file) {
  std::vector<Rule> rules;
  for (auto& line : lines_of(read_file(file))) {
    if (line.empty() || line.starts_with('#')) continue;
    line += "  |";
    std::string term;
    for (std::size_t begin = 0, end;
         (end = line.find("  |", begin)) != line.npos; begin = end + 3) {
      const auto part = trimmed(line.substr(begin, end - begin));
      if (term.empty())
        term = part;
      else if (!part.empty())
        rules.push_back({term, std::regex(part, std::regex::icase)});
    }
  }
  return rules;
}

// The prose of a page, without code between back-ticks and in blocks.
std::string prose_of(const std::string& text) {
  std::string prose;
  for (const auto& line : markdown_lines(text)) {
    if (line.code || line.fence) continue;
    bool code = false;
    for (char c : line.text) {
      if (c == '`') code = !code;
      if (!code && c != '`') prose += c;
    }
    prose += '\n';
  }
  return prose;
}

// The texts of a source, one per line: what stands between quotes, with the
// pieces that the compiler joins joined.
std::string texts_of(const std::string& source) {
  std::string texts;
  std::size_t after = 0;  // the end of the text before
  for (std::size_t at = 0; (at = source.find('"', at)) != source.npos;) {
    auto end = at + 1;
    while (end < source.size() && source[end] != '"' && source[end] != '\n')
      end += source[end] == '\\' ? 2 : 1;
    const bool joined =
        after > 0 && source.find_first_not_of(" \n", after) == at;
    if (!joined) texts += '\n';
    texts += source.substr(at + 1, std::min(end, source.size()) - at - 1);
    at = after = std::min(end + 1, source.size());
  }
  return texts;
}

int look(const fs::path& file, const std::string& text,
         const std::vector<Rule>& rules) {
  int found = 0;
  for (const auto& line : lines_of(text))
    for (const auto& rule : rules) {
      std::smatch match;
      if (!std::regex_search(line, match, rule.wrong)) continue;
      ++found;
      fmt::print("{}: \"{}\", where the glossary has \"{}\":\n  {}\n",
                 file.generic_string(), match.str(), rule.term,
                 trimmed(line).substr(0, 160));
    }
  return found;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print("usage: glossary_check ROOT\n");
    return 2;
  }
  try {
    const fs::path root(argv[1]);
    const auto rules = read_rules(root / "tests/checks/glossary.txt");
    int found = 0;
    for (auto top : {".", "book", "exercises", "solutions", "tests", "common",
                     "companion", "grader"}) {
      auto entry = fs::recursive_directory_iterator(root / top);
      for (const auto& file : entry) {
        const auto path = file.path();
        const auto name = path.filename().string();
        if (std::string_view(top) == "." && entry.depth() == 0 &&
            file.is_directory())
          entry.disable_recursion_pending();
        if (!file.is_regular_file()) continue;
        if (name.ends_with(".fr.md"))
          found += look(path, prose_of(read_file(path)), rules);
        else if (name.ends_with(".cpp") || name.ends_with(".hpp"))
          found += look(path, texts_of(read_file(path)), rules);
      }
    }
    return found == 0 ? 0 : 1;
  } catch (const std::exception& error) {
    fmt::print("{}\n", error.what());
    return 2;
  }
}
