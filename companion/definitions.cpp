#include "definitions.hpp"

#include <algorithm>

#include "common/code.hpp"
#include "common/strings.hpp"

namespace companion {

namespace {

using workbook::closing;
using workbook::is_word;

std::size_t line_begin(std::string_view text, std::size_t at) {
  const auto newline = at == 0 ? text.npos : text.rfind('\n', at - 1);
  return newline == text.npos ? 0 : newline + 1;
}

// Without the TODO that the stub had above the function.
std::string without_todo(const std::string& text) {
  const auto code = text.find_first_not_of(" \n");
  if (code == text.npos || !text.starts_with("//")) return text;
  std::string kept, comment;
  bool above = true;
  for (const auto& line : workbook::lines_of(text)) {
    above = above && line.starts_with("//");
    (above ? comment : kept) += line + '\n';
  }
  return comment.find("TODO(") == comment.npos ? comment + kept : kept;
}

// The brace of the body behind the parameters of a definition; npos if they are
// those of a call or of a declaration.
std::size_t body_behind(std::string_view code, std::size_t parameters) {
  auto at = code.find_first_of("{:;,)=", parameters);
  while (code.substr(std::min(at, code.size())).starts_with("::"))
    at = code.find_first_of("{:;,)=", at + 2);
  // A constructor says first how its members begin.
  while (at != code.npos && (code[at] == ':' || code[at] == ',')) {
    const auto open = code.find_first_of("({;)", at);
    if (open == code.npos || (code[open] != '(' && code[open] != '{'))
      return code.npos;
    const auto close = closing(code, open);
    if (close == code.npos) return code.npos;
    at = code.find_first_not_of(" \n", close + 1);
  }
  return at != code.npos && code[at] == '{' ? at : code.npos;
}

// What begins in the line of `at`, with the lines above that belong to it.
std::string whole(std::string_view text, std::size_t at, std::size_t end) {
  auto begin = line_begin(text, at);
  while (begin > 0) {
    const auto above = line_begin(text, begin - 1);
    const auto line = text.substr(above, begin - 1 - above);
    if (line.empty() || line.ends_with(';') || line.ends_with('}') ||
        (line.ends_with('{') && !line.starts_with("//")))
      break;
    begin = above;
  }
  return std::string(text.substr(begin, end - begin)) + '\n';
}

}  // namespace

std::string definitions_in(std::string_view text, std::string_view name) {
  const std::string blanked = workbook::only_code(text);
  const std::string_view code = blanked;
  std::string function, members;
  for (std::size_t at = 0; (at = code.find(name, at)) != code.npos; ++at) {
    if (at > 0 && (is_word(code[at - 1]) || code[at - 1] == '.')) continue;
    auto named = at + name.size();
    const bool member = code.substr(named).starts_with("::");
    while (member && named < code.size() &&
           (is_word(code[named]) || code[named] == ':' || code[named] == '~'))
      ++named;
    auto body = code.npos;
    if (code.substr(named).starts_with("(")) {
      const auto parameters = closing(code, named);
      if (parameters != code.npos) body = body_behind(code, parameters + 1);
    } else if (member && code.substr(0, at).ends_with("struct ")) {
      body = code.find_first_of("{;", named);
      if (body != code.npos && code[body] == ';') body = code.npos;
    }
    if (body == code.npos) continue;
    auto end = closing(code, body);
    if (end == code.npos) continue;
    ++end;
    if (code.substr(end).starts_with(";")) ++end;
    const auto definition = whole(text, at, end);
    if (member)
      members += (members.empty() ? "" : "\n") + without_todo(definition);
    else if (function.empty())
      function = without_todo(definition);
    at = end - 1;
  }
  return members.empty() ? function : members;
}

std::string tests_in(std::string_view text, std::string_view tag) {
  const std::string blanked = workbook::only_code(text);
  const std::string_view code = blanked;
  constexpr std::string_view test = "TEST_CASE";
  std::string tests;
  for (std::size_t at = 0; (at = code.find(test, at)) != code.npos; ++at) {
    const auto open = at + test.size();
    if ((at > 0 && is_word(code[at - 1])) ||
        !code.substr(open).starts_with("("))
      continue;
    const auto close = closing(code, open);
    if (close == code.npos) continue;
    // The last thing in the parentheses are the tags.
    const auto tags = text.substr(open, close - open);
    if (tags.substr(tags.rfind(", ") + 1).find(tag) == tags.npos) continue;
    const auto body = body_behind(code, close + 1);
    if (body == code.npos) continue;
    const auto end = closing(code, body);
    if (end == code.npos) continue;
    tests +=
        (tests.empty() ? "" : "\n") + without_todo(whole(text, at, end + 1));
    at = end;
  }
  return tests;
}

Subject subject_of(const std::string& step) {
  if (!step.starts_with('[')) {
    const auto end = std::find_if_not(step.begin(), step.end(), is_word);
    const std::string name(step.begin(), end);
    return {name, name};
  }
  const auto tag = step.substr(0, step.find(']') + 1);
  auto title = step.substr(tag.size(), step.find(':') - tag.size());
  if (!title.starts_with(", ")) return {tag, tag};
  title.erase(0, 2);
  // What French sets before a colon.
  for (const std::string_view space : {" ", "\u00a0", "\u202f"})
    if (title.ends_with(space)) title.resize(title.size() - space.size());
  return {tag, title};
}

std::string found_in(std::string_view text, const Subject& subject) {
  return subject.name.starts_with('[') ? tests_in(text, subject.name)
                                       : definitions_in(text, subject.name);
}

}  // namespace companion
