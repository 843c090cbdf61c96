// promise_check HEADER WRONG [--fix]: the promises of an exercise's header are
// kept. HEADER is exercises/exo31-join/join.hpp, WRONG the folder of its wrong
// answers.
//
// A promise is a bullet in the comment before a declaration:
//
//   // Asks every shop.
//   // - The answers come in the order of `shops`,
//   //   whichever arrives first.
//
// - Each promise is broken by a wrong answer, which quotes words of it:
//     // breaks: "The answers come in the order of `shops`"
//   The quotation may go on in the next lines of the comment.
// - Each wrong answer quotes a promise that the header makes.
// - CONTRACT.fr.md, beside the header, has the same promises in French: for
//   each declaration that makes some, a heading with its name and as many
//   bullets. Its last line records the version of the header that it was read
//   against; --fix records today's.
//
// Exit status: 0 when all holds, 1 with one line per problem, 2 when called
// wrongly.

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>
#include <support/language.hpp>
#include <vector>

#include "common/files.hpp"
#include "common/strings.hpp"
#include "tests/checks/problem.hpp"

namespace {

using namespace workbook;

// The text of a line that is a comment and nothing else.
bool is_comment(std::string_view line, std::string_view& text) {
  const auto begin = line.find_first_not_of(' ');
  if (begin == line.npos || !line.substr(begin).starts_with("//")) return false;
  text = line.substr(begin + 2);
  if (text.starts_with(' ')) text.remove_prefix(1);
  return true;
}

// One space between words, none around them.
std::string squeezed(std::string_view text) {
  std::istringstream words{std::string(text)};
  std::string result;
  for (std::string word; words >> word; result += word)
    if (!result.empty()) result += ' ';
  return result;
}

struct Promise {
  std::string text;
  bool broken = false;
};

// A declaration, and what the comment before it promises.
struct Contract {
  std::string declaration;  // up to its first line that ends it
  std::vector<Promise> promises;
};

std::vector<Contract> contracts_of(const std::string& header) {
  std::vector<Contract> contracts;
  Contract current;
  bool in_comment = false;
  bool in_promise = false;
  for (const auto& line : lines_of(header)) {
    std::string_view text;
    if (is_comment(line, text)) {
      if (!in_comment) {
        if (!current.promises.empty()) contracts.push_back(current);
        current = {};
        in_promise = false;
      }
      in_comment = true;
      if (text.starts_with("- ")) {
        current.promises.push_back({squeezed(text.substr(2))});
        in_promise = true;
      } else if (in_promise && text.starts_with("  ")) {
        auto& promise = current.promises.back().text;
        promise = squeezed(promise + ' ' + std::string(text));
      } else {
        in_promise = false;
      }
    } else {
      in_comment = false;
      current.declaration += line + '\n';
    }
  }
  if (!current.promises.empty()) contracts.push_back(current);
  return contracts;
}

// The promises that a wrong answer quotes in its first lines.
std::vector<std::string> quotations_of(const std::string& answer) {
  std::vector<std::string> quotations;
  bool open = false;
  for (const auto& line : lines_of(answer)) {
    std::string_view text;
    if (!is_comment(line, text)) break;
    constexpr std::string_view mark = "breaks: \"";
    if (!open && text.starts_with(mark)) {
      text.remove_prefix(mark.size());
      quotations.emplace_back();
      open = true;
    } else if (!open) {
      continue;
    }
    const auto end = squeezed(text);
    open = !end.ends_with('"');
    auto& quotation = quotations.back();
    quotation = squeezed(quotation + ' ' +
                         (open ? end : end.substr(0, end.size() - 1)));
  }
  return quotations;
}

void check_answers(std::vector<Contract>& contracts, const fs::path& header,
                   const fs::path& folder) {
  std::vector<fs::path> answers;
  for (const auto& entry : fs::directory_iterator(folder))
    answers.push_back(entry.path());
  std::sort(answers.begin(), answers.end());
  for (const auto& answer : answers) {
    const auto quotations = quotations_of(read_file(answer));
    if (quotations.empty())
      problem(answer, "quotes no promise: // breaks: \"words of {}\"",
              header.filename().generic_string());
    for (const auto& quotation : quotations) {
      bool found = false;
      for (auto& contract : contracts)
        for (auto& promise : contract.promises)
          if (promise.text.find(quotation) != promise.text.npos)
            promise.broken = found = true;
      if (!found)
        problem(answer, "no promise of {} has the words \"{}\"",
                header.filename().generic_string(), quotation);
    }
  }
  for (const auto& contract : contracts)
    for (const auto& promise : contract.promises)
      if (!promise.broken)
        problem(header, "no wrong answer breaks: \"{}\"", promise.text);
}

void check_french(const std::vector<Contract>& contracts,
                  const fs::path& header, const fs::path& wrong, bool fix) {
  const auto path = header.parent_path() / "CONTRACT.fr.md";
  if (!fs::exists(path)) {
    problem(path, "is missing: the promises of {} in French",
            header.filename().generic_string());
    return;
  }
  auto text = read_file(path);
  struct Section {
    std::string heading;
    std::size_t bullets = 0;
  };
  std::vector<Section> sections;
  for (const auto& line : lines_of(text)) {
    if (line.starts_with("## ")) sections.push_back({line.substr(3)});
    if (line.starts_with("- ") && !sections.empty()) ++sections.back().bullets;
  }
  std::erase_if(sections, [](const Section& s) { return s.bullets == 0; });
  for (std::size_t i = 0; i < std::max(sections.size(), contracts.size());
       ++i) {
    if (i >= sections.size()) {
      problem(path, "nothing for the {} promises before:\n{}",
              contracts[i].promises.size(), contracts[i].declaration);
    } else if (i >= contracts.size()) {
      problem(path, "promises more than the header: {}", sections[i].heading);
    } else {
      const auto begin = sections[i].heading.find('`') + 1;
      const auto name = sections[i].heading.substr(
          begin, sections[i].heading.find('`', begin) - begin);
      if (begin == 0 || contracts[i].declaration.find(name) == name.npos)
        problem(path,
                "\"{}\" does not name, in back-ticks, what stands here "
                "in the header:\n{}",
                sections[i].heading, contracts[i].declaration);
      if (sections[i].bullets != contracts[i].promises.size())
        problem(path, "{}: {} promises, but {} in the header",
                sections[i].heading, sections[i].bullets,
                contracts[i].promises.size());
    }
  }
  constexpr std::string_view mark = "<!-- header: ";
  Fingerprint fingerprint;
  fingerprint.add(read_file(header));
  const auto version = fmt::format("{}{} -->\n", mark, fingerprint.text());
  const auto at = text.rfind(mark);
  if (at != text.npos && text.substr(at) == version) return;
  if (fix) {
    text = text.substr(0, at);
    if (at == text.npos) text += '\n';
    write_file(path, text + version);
  } else {
    problem(path,
            "read it against {} again, then record the version: "
            "build/verify/promise_check {} {} --fix",
            header.filename().generic_string(), header.generic_string(),
            wrong.generic_string());
  }
}

}  // namespace

int main(int argc, char** argv) try {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  const bool fix = arguments.size() == 3 && arguments[2] == "--fix";
  if (arguments.size() != 2 && !fix) {
    fmt::print(stderr, "usage: promise_check HEADER WRONG [--fix]\n");
    return 2;
  }
  const fs::path header = arguments[0];
  auto contracts = contracts_of(read_file(header));
  if (contracts.empty())
    problem(header,
            "makes no promise: a bullet in the comment before a "
            "declaration");
  check_answers(contracts, header, fs::path(arguments[1]));
  check_french(contracts, header, fs::path(arguments[1]), fix);
  return problems == 0 ? 0 : 1;
} catch (const std::exception& error) {
  fmt::print(stderr, "promise_check: {}\n", error.what());
  return 2;
}
