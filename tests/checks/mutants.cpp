// mutants FILE FOLDER: writes each one-step change of a C++ file into FOLDER,
// as 001.cpp, 002.cpp...; the first line of each says what was changed, and
// where.
//
// The changes are those that a tired person makes: another comparison, && for
// ||, a lost `!`, a missing co_await, a lost statement, another constant, an
// empty catch. Comments and the text between quotes stay as they are.
//
// Prints how many there are. tests/mutants tries them.

#include <fmt/format.h>

#include <cctype>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/code.hpp"
#include "common/files.hpp"
#include "common/strings.hpp"

namespace {

using namespace workbook;

struct Mutant {
  std::string what;
  std::size_t line;
  std::string text;  // of the whole file
};

class Mutants {
 public:
  explicit Mutants(std::string text)
      : text_(std::move(text)), code_(only_code(text_)) {}

  std::vector<Mutant> all() {
    replace_tokens();
    drop_words();
    change_numbers();
    drop_statements();
    empty_catches();
    return std::move(found_);
  }

 private:
  void add(std::size_t at, std::size_t length, std::string_view with,
           std::string what) {
    std::size_t line = 1;
    for (std::size_t i = 0; i < at; ++i) line += text_[i] == '\n';
    auto text = text_;
    text.replace(at, length, with);
    found_.push_back({std::move(what), line, std::move(text)});
  }

  void replace_tokens() {
    static constexpr std::pair<std::string_view, std::string_view> pairs[] = {
        {" == ", " != "},   {" != ", " == "},
        {" < ", " <= "},    {" <= ", " < "},
        {" > ", " >= "},    {" >= ", " > "},
        {" && ", " || "},   {" || ", " && "},
        {" + ", " - "},     {" - ", " + "},
        {" * ", " + "},     {" += ", " -= "},
        {" -= ", " += "},   {"++", "--"},
        {"--", "++"},       {"true", "false"},
        {"false", "true"},  {"if (!", "if ("},
        {"if (", "if (!("}, {"while (!", "while ("},
    };
    for (auto [from, to] : pairs)
      for (std::size_t at = 0; (at = code_.find(from, at)) != code_.npos;
           at += from.size()) {
        if (to == "if (!(") {
          const auto close = closing(code_, at + from.size() - 1);
          // A declaration in a condition cannot be negated so.
          const auto inside =
              code_.substr(at + from.size(), close - at - from.size());
          if (close == code_.npos || inside.find(" = ") != inside.npos ||
              inside.find(';') != inside.npos)
            continue;
          add(at, close + 1 - at,
              "if (!(" + text_.substr(at + 4, close - at - 4) + "))",
              "a condition turned round");
        } else {
          add(at, from.size(), to, fmt::format("\"{}\" for \"{}\"", to, from));
        }
      }
  }

  void drop_words() {
    for (std::string_view word : {"co_await ", "std::move"})
      for (std::size_t at = 0; (at = code_.find(word, at)) != code_.npos;
           at += word.size())
        if (at == 0 || !is_word(code_[at - 1]))
          add(at, word.size(), "", fmt::format("\"{}\" lost", word));
  }

  void change_numbers() {
    for (std::size_t at = 0; at < code_.size(); ++at) {
      if (!std::isdigit(static_cast<unsigned char>(code_[at])) ||
          (at > 0 && (is_word(code_[at - 1]) || code_[at - 1] == '.')))
        continue;
      auto end = at;
      while (end < code_.size() &&
             std::isdigit(static_cast<unsigned char>(code_[end])))
        ++end;
      if (end - at > 9 || code_[end] == '.') continue;
      const auto number = std::stol(code_.substr(at, end - at));
      add(at, end - at, std::to_string(number + 1),
          fmt::format("{} for {}", number + 1, number));
      if (number > 1)
        add(at, end - at, std::to_string(number - 1),
            fmt::format("{} for {}", number - 1, number));
      at = end;
    }
  }

  // A statement on lines of its own, from its first word to its semicolon.
  void drop_statements() {
    for (std::size_t begin = 0; begin < code_.size();) {
      const auto end_of_line = code_.find('\n', begin);
      if (end_of_line == code_.npos) break;
      const auto first = code_.find_first_not_of(' ', begin);
      if (first < end_of_line && first > begin && begins_statement(first)) {
        const auto end = code_.find(';', first);
        const auto brace = code_.find_first_of("{}", first);
        if (end != code_.npos && (brace == code_.npos || end < brace))
          add(first, end + 1 - first, ";", "a statement lost");
      }
      begin = end_of_line + 1;
    }
  }

  bool begins_statement(std::size_t at) const {
    // The line before has ended a statement or opened a block.
    const auto before = code_.find_last_not_of(" \n", at - 1);
    if (before == code_.npos ||
        std::string_view(";{})").find(code_[before]) == std::string_view::npos)
      return false;
    for (std::string_view word :
         {"using ", "for ", "if ", "while ", "else", "public:", "private:",
          "struct ", "class ", "template", "namespace ", "}", "const auto ",
          "auto ", "asio::steady_timer ", "int ", "std::", "const "})
      if (code_.compare(at, word.size(), word) == 0) return false;
    return true;
  }

  void empty_catches() {
    for (std::size_t at = 0; (at = code_.find("catch (", at)) != code_.npos;
         ++at) {
      const auto open = code_.find('{', at);
      const auto close = closing(code_, open);
      if (close == code_.npos ||
          code_.find_first_not_of(" \n", open + 1) == close)
        continue;
      add(open, close + 1 - open, "{}", "an empty catch");
    }
  }

  const std::string text_;
  const std::string code_;
  std::vector<Mutant> found_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: mutants FILE FOLDER\n");
    return 2;
  }
  try {
    const fs::path file(argv[1]);
    const fs::path folder(argv[2]);
    fs::create_directories(folder);
    const auto mutants = Mutants(read_file(file)).all();
    int number = 0;
    for (const auto& mutant : mutants)
      write_file(folder / fmt::format("{:03}.cpp", ++number),
                 fmt::format("// {}:{}: {}\n", file.filename().string(),
                             mutant.line, mutant.what) +
                     mutant.text);
    fmt::print("{}\n", mutants.size());
  } catch (const std::exception& error) {
    fmt::print(stderr, "mutants: {}\n", error.what());
    return 2;
  }
}
