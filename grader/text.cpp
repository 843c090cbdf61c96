#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <support/text.hpp>
#include "common/say.hpp"
#include "result.hpp"

namespace grader {

namespace {

using workbook::say;

bool harmless(char32_t c) {
  if (c == '\n' || c == '\t') return true;
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return false;
  const bool turns = (c >= 0x200B && c <= 0x200F) ||
                     (c >= 0x2028 && c <= 0x202E) ||
                     (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
  return !turns && c <= 0x10FFFF && (c & 0xFFFE) != 0xFFFE;
}

// The length of the escape sequence that the text begins with: ECMA-48, 5.4
// (a control sequence) and 8.3.89 (what ends at BEL or at ESC \).
std::size_t escape_length(std::string_view text) {
  if (text.size() < 2) return text.size();
  if (text[1] == '[') {
    const auto end = std::find_if(text.begin() + 2, text.end(),
                                  [](char c) { return c >= '@' && c <= '~'; });
    return static_cast<std::size_t>(end - text.begin()) + (end != text.end());
  }
  if (text[1] == ']' || text[1] == 'P' || text[1] == '_' || text[1] == '^') {
    const auto end = text.find_first_of("\a\033", 2);
    if (end == text.npos) return text.size();
    return end + (text[end] == '\033' ? 2 : 1);
  }
  return 2;
}

// The cut never falls in the middle of a character.
std::size_t boundary(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] & 0xC0) == 0x80) ++at;
  return at;
}

}  // namespace

std::string clean(std::string_view text, std::size_t limit) {
  std::string result;
  while (!text.empty()) {
    if (text.front() == '\033') {
      text.remove_prefix(std::min(text.size(), escape_length(text)));
      continue;
    }
    if (text.starts_with("\r\n")) text.remove_prefix(1);
    const auto rest = text;
    const auto c = workbook::take_character(text);
    if (harmless(c))
      result += rest.substr(0, rest.size() - text.size());
    else
      result += '?';
  }
  if (result.size() <= limit) return result;
  const auto end = boundary(result, result.size() - limit / 2);
  const auto begin = boundary(result, limit / 2);
  return result.substr(0, begin) +
         say({"\n[... {} bytes left out ...]\n",
              "\n[... {} octets omis ...]\n"},
             end - begin) +
         result.substr(end);
}

std::string csv(std::string_view text, char separator) {
  std::string field;
  if (text.find_first_of("=+-@\t\r") == 0 && text != "-") field = "'";
  field += text;
  // A semicolon, too, which other spreadsheets take for the separator; but not
  // a comma where it is the decimal sign.
  const auto special = separator == ',' ? ",;\"\n\r" : ";\"\n\r";
  if (field.find_first_of(special) == field.npos) return field;
  std::string quoted = "\"";
  for (char c : field) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string markdown(std::string_view text) {
  std::string result;
  for (char c : text) {
    if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else if (c == '&')
      result += "&amp;";
    else if (c == '@')
      result += "&#64;";
    else if (c == '\n')
      result += ' ';
    else {
      if (std::string_view("\\`*_{}[]()#+-!|~").find(c) !=
          std::string_view::npos)
        result += '\\';
      result += c;
    }
  }
  return result;
}

std::string markdown_block(std::string_view text) {
  std::size_t longest = 2, run = 0;
  for (char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  return fmt::format("{}text\n{}{}{}\n", fence, text,
                     text.ends_with('\n') ? "" : "\n", fence);
}

std::string file_name(std::string_view name) {
  std::string result;
  for (char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9');
    const bool inside = c == '-' || c == '_' || c == '.';
    if (letter || (inside && !result.empty()))
      result += c;
    else
      result += fmt::format("={:02x}", static_cast<unsigned char>(c));
  }
  return result.empty() ? "=" : result;
}

std::string about(const Exercise& exercise, std::string_view what) {
  return fmt::format("{} {}.\n", exercise.file().generic_string(), what);
}

std::string step_name(const Exercise& exercise, int step) {
  return fmt::format("{}.step{}", exercise.id, step);
}

std::string points_text(double points) {
  auto text = fmt::format("{:.2f}", points);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace grader
