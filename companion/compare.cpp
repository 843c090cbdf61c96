#include "compare.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "common/files.hpp"
#include "common/say.hpp"
#include "common/strings.hpp"
#include "difference.hpp"
#include "present.hpp"
#include "readme.hpp"

namespace companion {

namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// The text with comments and literals blanked out, so that only code has
// braces; as long as before.
std::string only_code(std::string_view text) {
  std::string code(text);
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    if (text.substr(at).starts_with("//"))
      end = std::min(text.find('\n', at), text.size());
    else if (text.substr(at).starts_with("/*"))
      end = std::min(text.find("*/", at), text.size() - 2) + 2;
    else if (text[at] == '"' ||
             (text[at] == '\'' && (at == 0 || !is_word(text[at - 1])))) {
      for (end = at + 1; end < text.size() && text[end] != text[at]; ++end)
        if (text[end] == '\\') ++end;
      end = std::min(end + 1, text.size());
    }
    if (end == at) {
      ++at;
      continue;
    }
    for (; at < end; ++at)
      if (code[at] != '\n') code[at] = ' ';
  }
  return code;
}

// After the brace that closes the one at `open`; npos if nothing does.
std::size_t after_closing(std::string_view code, std::size_t open) {
  const char begin = code[open], end = begin == '(' ? ')' : '}';
  int depth = 0;
  for (auto at = open; at < code.size(); ++at) {
    depth += code[at] == begin;
    depth -= code[at] == end;
    if (depth == 0) return at + 1;
  }
  return code.npos;
}

std::size_t line_begin(std::string_view text, std::size_t at) {
  const auto newline = at == 0 ? text.npos : text.rfind('\n', at - 1);
  return newline == text.npos ? 0 : newline + 1;
}

// What a step of the README is about: "ask_both(price, day): ..."
std::string subject_of(const std::string& step) {
  const auto end = std::find_if_not(step.begin(), step.end(), is_word);
  return {step.begin(), end};
}

// A text in exactly `columns` columns.
std::string padded(const std::string& text, int columns) {
  return text + std::string(static_cast<std::size_t>(
                                std::max(columns - columns_of(text), 0)),
                            ' ');
}

// Lines that are aligned far to the right need more than half a screen.
std::string less_indented(const std::string& line) {
  constexpr std::size_t enough = 8;
  const auto indent = std::min(line.find_first_not_of(' '), line.size());
  return line.substr(indent > enough ? indent - enough / 2 : 0);
}

Lines side_by_side(const std::string& yours, const std::string& reference,
                   const Paint& paint) {
  const int half = (paint.width - 3) / 2;
  Lines lines;
  Lines left, right;
  // Sets the lines that differ side by side.
  const auto flush = [&] {
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
      const auto mine = padded(i < left.size() ? left[i] : "", half);
      const auto theirs = i < right.size() ? right[i] : "";
      lines.push_back(paint.red(mine) + " | " + paint.green(theirs));
    }
    left.clear();
    right.clear();
  };
  for (const auto& line : difference(yours, reference)) {
    auto folded = fold(less_indented(line.text), half);
    if (folded.empty()) folded.emplace_back();
    if (line.kind == ' ') {
      flush();
      for (const auto& part : folded)
        lines.push_back(padded(part, half) + " | " + part);
    } else {
      append(line.kind == '-' ? left : right, folded);
    }
  }
  flush();
  return lines;
}

Lines one_under_the_other(const std::string& yours,
                          const std::string& reference, const Paint& paint) {
  Lines lines;
  for (const auto& line : difference(yours, reference))
    for (const auto& part : fold(line.kind + (" " + line.text), paint.width))
      lines.push_back(line.kind == '-'   ? paint.red(part)
                      : line.kind == '+' ? paint.green(part)
                                         : part);
  return lines;
}

// Without the TODO that the stub had above the function.
std::string without_todo(const std::string& text) {
  const auto code = text.find_first_not_of(" \n");
  if (code == text.npos || !text.starts_with("//")) return text;
  std::string kept, comment;
  bool above = true;
  for (const auto& line : lines_of(text)) {
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
    at = code.find_first_not_of(" \n", after_closing(code, open));
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
  const std::string blanked = only_code(text);
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
      const auto parameters = after_closing(code, named);
      if (parameters != code.npos) body = body_behind(code, parameters);
    } else if (member && code.substr(0, at).ends_with("struct ")) {
      body = code.find_first_of("{;", named);
      if (body != code.npos && code[body] == ';') body = code.npos;
    }
    if (body == code.npos) continue;
    auto end = after_closing(code, body);
    if (end == code.npos) continue;
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

Lines compared(const Exercise& exercise, int step, const Paint& paint) {
  const auto yours = read_file(exercise.file());
  const auto reference = read_file(exercise.solution());
  const auto readme = read_readme(exercise);
  const bool wide = paint.width >= 72;
  const auto show = [&](const std::string& mine, const std::string& theirs) {
    return wide ? side_by_side(mine, theirs, paint)
                : one_under_the_other(mine, theirs, paint);
  };
  Lines lines;
  std::set<std::string> shown;  // two steps may be about one class
  for (std::size_t i = 0; i < readme.steps.size(); ++i) {
    if (step != 0 && i + 1 != static_cast<std::size_t>(step)) continue;
    const auto name = subject_of(readme.steps[i]);
    const auto mine = definitions_in(yours, name);
    const auto theirs = definitions_in(reference, name);
    if (mine.empty() || theirs.empty() || !shown.insert(name).second) continue;
    if (!lines.empty()) lines.push_back("");
    lines.push_back(
        paint.bold(say({"step {}: {}", "étape {} : {}"}, i + 1, name)));
    append(lines, show(mine, theirs));
  }
  // Code that is written in some other way is shown whole.
  if (lines.empty()) lines = show(yours, reference);
  const int half = (paint.width - 3) / 2;
  const auto mine = exercise.file().generic_string();
  const auto theirs = exercise.solution().generic_string();
  Lines all;
  if (wide && columns_of(mine) <= half)
    all = {paint.red(padded(mine, half)) + " | " + paint.green(theirs), ""};
  else
    all = {paint.red("- " + mine), paint.green("+ " + theirs), ""};
  append(all, lines);
  all.push_back("");
  append(all,
         fold(say({"The comments of the reference say why this, and when "
                   "something else. Another answer that passes is right, too.",
                   "Les commentaires de la référence disent pourquoi ce choix, "
                   "et quand un autre. Une autre réponse qui passe est juste "
                   "elle aussi."}),
              paint.width));
  return all;
}

}  // namespace companion
