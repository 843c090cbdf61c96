// step_source STUB SOLUTION OUTPUT: writes the reference of an exercise in such
// a way that a test can take its later steps away.
//
// In the stub, `todo("exo46 step 3: event_of", ...)` says which step a function
// belongs to; a member function without one belongs where the one before it
// does. In OUTPUT, the same function of the reference begins with
//
//   if (workbook::steps::unwritten(3)) todo("exo46 step 3: event_of");
//
// and does the same as the stub when only two steps are written. Functions have
// a name and a number of parameters in common; the TEST_CASEs of an exercise
// whose answers are tests, their step. See unwritten.hpp; and steps.cmake,
// which runs the result.
//
// Exit status: 0, 1 if the files do not fit together, 2 when called wrongly.

#include <fmt/format.h>

#include <exception>
#include <filesystem>
#include <map>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/code.hpp"
#include "common/files.hpp"
#include "common/strings.hpp"
#include "tests/checks/problem.hpp"

namespace {

using namespace workbook;

// A function that a file defines outside any class.
struct Definition {
  std::string scope;     // "Hub::" or ""
  std::string name;      // "subscribe"
  std::string key;       // the same in stub and solution
  std::size_t body = 0;  // after its brace
  std::size_t end = 0;
};

class Definitions {
 public:
  explicit Definitions(const std::string& text)
      : text_(text), code_(only_code(text)) {
    scan(0, code_.size(), "");
  }

  const std::vector<Definition>& all() const { return all_; }

  std::string_view code(const Definition& it) const {
    return std::string_view(code_).substr(it.body, it.end - it.body);
  }

 private:
  void scan(std::size_t at, std::size_t end, const std::string& where) {
    auto head = at;
    while (at < end) {
      const char c = code_[at];
      if (c == ';') head = at + 1;
      if (c != '(' && c != '[' && c != '{') {
        ++at;
        continue;
      }
      const auto close = closing(code_, at);
      if (close == code_.npos)
        throw std::runtime_error(fmt::format("a {} is not closed", c));
      // A member that is initialised with braces has no space before them.
      if (c == '{' && std::isspace(static_cast<unsigned char>(code_[at - 1]))) {
        const auto first = code_.find_first_not_of(" \n", head);
        if (code_.compare(first, 10, "namespace ") == 0) {
          const bool unnamed = code_.find_first_not_of(' ', first + 10) == at;
          scan(at + 1, close, where + (unnamed ? "here " : ""));
          head = close + 1;
        } else if (add(head, at, close, where)) {
          head = close + 1;
        }
      }
      at = close + 1;
    }
  }

  // False if it is no function.
  bool add(std::size_t head, std::size_t brace, std::size_t close,
           const std::string& where) {
    int angles = 0;
    auto open = head;
    for (; open < brace && (code_[open] != '(' || angles > 0); ++open) {
      if (code_[open] == '<') ++angles;
      if (code_[open] == '>') --angles;
    }
    auto begin = open;
    while (begin > head && (is_word(code_[begin - 1]) ||
                            code_[begin - 1] == ':' || code_[begin - 1] == '~'))
      --begin;
    if (open == brace || begin == open) return false;

    Definition it;
    it.name = code_.substr(begin, open - begin);
    if (const auto colons = it.name.rfind("::"); colons != it.name.npos) {
      it.scope = it.name.substr(0, colons + 2);
      it.name.erase(0, colons + 2);
    }
    it.key = where + it.scope + it.name;
    std::smatch tag;
    const auto whole = text_.substr(open, brace - open);
    if (it.name != "TEST_CASE")
      it.key += fmt::format("/{}", parameters(open));
    else if (std::regex_search(whole, tag, std::regex("\\[step[0-9]\\]")))
      it.key += tag.str();
    it.body = brace + 1;
    it.end = close;
    all_.push_back(std::move(it));
    return true;
  }

  int parameters(std::size_t open) const {
    const auto close = closing(code_, open);
    if (code_.find_first_not_of(" \n", open + 1) == close) return 0;
    int number = 1;
    int depth = 0;
    for (auto at = open + 1; at < close; ++at) {
      const char c = code_[at];
      if (c == '(' || c == '<' || c == '{') ++depth;
      if (c == ')' || c == '>' || c == '}') --depth;
      if (c == ',' && depth == 0) ++number;
    }
    return number;
  }

  const std::string& text_;
  const std::string code_;
  std::vector<Definition> all_;
};

// A piece of work that the stub leaves to the learner.
struct Todo {
  int step;
  std::string name;       // of the function, without its class
  std::string statement;  // todo("exo46 step 3: event_of");
};

std::map<std::string, Todo> todos_of(const fs::path& file) {
  static const std::regex call("todo\\(\\s*(\"exo\\d+ step (\\d+): [^\"]*\")");
  const auto text = read_file(file);
  const Definitions definitions(text);
  std::map<std::string, Todo> todos;
  std::string scope;  // of the last todo
  Todo last;
  for (const auto& it : definitions.all()) {
    const auto code = definitions.code(it);
    const auto at = code.find("todo(");
    Todo todo{last.step, it.name, last.statement};
    if (at != code.npos) {
      const auto body = text.substr(it.body + at, it.end - it.body - at);
      std::smatch found;
      if (!std::regex_search(body, found, call,
                             std::regex_constants::match_continuous)) {
        problem(file, "the todo of {} names no step", it.key);
        continue;
      }
      // Perhaps `if (paper) ` stands before it.
      auto begin = code.find_last_of(";{}", at);
      begin = begin == code.npos ? 0 : begin + 1;
      begin = code.find_first_not_of(" \n", begin);
      todo.step = std::stoi(found[2]);
      todo.statement = fmt::format(
          "{}todo({});", code.substr(begin, at - begin), found[1].str());
      last = todo;
      scope = it.scope;
    } else if (it.scope.empty() || it.scope != scope ||
               it.scope.ends_with(it.name + "::")) {
      continue;
    }
    const auto [place, is_new] = todos.emplace(it.key, todo);
    if (!is_new && place->second.step != todo.step)
      problem(file, "{} belongs to two steps", it.key);
  }
  return todos;
}

// Whether it calls a function that is left to a later step.
bool borrows(std::string_view code, int step,
             const std::map<std::string, Todo>& todos) {
  for (const auto& [key, todo] : todos) {
    const auto call = todo.name + "(";
    for (auto at = code.find(call); todo.step > step && at != code.npos;
         at = code.find(call, at + 1))
      if (at == 0 || !is_word(code[at - 1])) return true;
  }
  return false;
}

std::string source(const fs::path& stub, const fs::path& solution) {
  const auto todos = todos_of(stub);
  if (todos.empty()) problem(stub, "nothing is left to write");
  auto missing = todos;
  const auto text = read_file(solution);
  const Definitions definitions(text);
  std::string result;
  std::size_t copied = 0;
  const auto copy_up_to = [&](std::size_t end) {
    result += text.substr(copied, end - copied);
    copied = end;
  };

  // After what it includes itself, because Asio 1.22 looks at what was included
  // before it.
  const auto first = text.find("\nnamespace exo");
  if (first == text.npos) problem(solution, "no namespace");
  copy_up_to(std::min(first, text.size()));
  const auto line = lines_of(result).size() + 1;
  result +=
      fmt::format("\n#include \"tests/checks/unwritten.hpp\"\n#line {} \"{}\"",
                  line, solution.generic_string());

  for (const auto& it : definitions.all()) {
    const auto todo = todos.find(it.key);
    if (todo == todos.end()) continue;
    missing.erase(it.key);
    const int step = todo->second.step;
    copy_up_to(it.body);
    result += fmt::format(" if (workbook::steps::unwritten({})) {}", step,
                          todo->second.statement);
    if (borrows(definitions.code(it), step, todos))
      result += " const workbook::steps::Borrows borrows;";
  }
  copy_up_to(text.size());
  for (const auto& [key, todo] : missing)
    problem(solution, "does not define {}, which the stub leaves to step {}",
            key, todo.step);
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: step_source STUB SOLUTION OUTPUT\n");
    return 2;
  }
  try {
    const auto text = source(argv[1], argv[2]);
    if (problems > 0) return 1;
    write_file(argv[3], text);
  } catch (const std::exception& error) {
    fmt::print(stderr, "step_source: {}\n", error.what());
    return 2;
  }
}
