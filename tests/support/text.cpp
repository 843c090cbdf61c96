#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <support/language.hpp>
#include <support/text.hpp>

namespace workbook {

namespace {

bool is_continuation(char byte) { return (byte & 0xC0) == 0x80; }

// The bytes of the first `columns` characters.
std::size_t bytes_of(std::string_view text, int columns) {
  std::size_t at = 0;
  for (; at < text.size(); ++at)
    if (!is_continuation(text[at]) && columns-- == 0) break;
  return at;
}

// Where the words of a line begin: after spaces, a list's number or its dash.
std::size_t indent_of(std::string_view line) {
  const auto words = line.find_first_not_of(' ');
  if (words == line.npos) return 0;
  const auto mark = line.find_first_not_of("0123456789.-", words);
  if (mark == line.npos || mark == words || line[mark] != ' ') return words;
  return std::min(line.find_first_not_of(' ', mark), line.size());
}

}  // namespace

std::string printable(std::string_view line) {
  std::string text;
  for (char c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\t')
      text += "    ";
    else if (c != '\r')
      text += byte < 32 || byte == 127 ? '?' : c;
  }
  return text;
}

int columns_of(std::string_view text) {
  return static_cast<int>(
      std::count_if(text.begin(), text.end(),
                    [](char byte) { return !is_continuation(byte); }));
}

std::string first_columns(std::string_view text, int columns) {
  return std::string(text.substr(0, bytes_of(text, columns)));
}

Lines fold(std::string_view text, int width) {
  width = std::max(width, 8);
  Lines lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = printable(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto begin = std::min<std::size_t>(indent_of(line), width / 2);
    while (columns_of(line) > width) {
      const auto fits = bytes_of(line, width);
      auto space = line.rfind(' ', fits);
      if (space == line.npos || space <= begin) space = fits;
      lines.push_back(line.substr(0, space));
      const auto word =
          std::min(line.find_first_not_of(' ', space), line.size());
      line = std::string(begin, ' ') + line.substr(word);
    }
    lines.push_back(line);
  }
  return lines;
}

std::string paragraph(std::string_view text, int indent) {
  std::string spaced(static_cast<std::size_t>(indent), ' ');
  for (char c : text) spaced += c == '\n' ? ' ' : c;
  std::string folded;
  for (const auto& line : fold(spaced, 78)) folded += line + '\n';
  return folded;
}

Lines side_by_side(const std::vector<std::string>& entries,
                   std::string_view between, int width) {
  Lines lines;
  for (const auto& entry : entries) {
    const auto more = std::string(between) + entry;
    if (lines.empty() || columns_of(lines.back() + more) > width)
      lines.push_back(entry);
    else
      lines.back() += more;
  }
  return lines;
}

// Unicode 15, table 3-7.
char32_t take_character(std::string_view& text) {
  const auto byte = [&](std::size_t at) {
    return static_cast<unsigned char>(text[at]);
  };
  const unsigned char first = byte(0);
  std::size_t size = 1;
  char32_t value = first;
  char32_t smallest = 0;
  if (first >= 0x80) {
    if (first >= 0xC2 && first <= 0xDF)
      size = 2, value = first & 0x1F, smallest = 0x80;
    else if (first >= 0xE0 && first <= 0xEF)
      size = 3, value = first & 0x0F, smallest = 0x800;
    else if (first >= 0xF0 && first <= 0xF4)
      size = 4, value = first & 0x07, smallest = 0x10000;
    else
      value = no_character;
  }
  if (text.size() < size) {
    value = no_character;
    size = 1;
  }
  for (std::size_t at = 1; at < size && value != no_character; ++at)
    value = (byte(at) & 0xC0) == 0x80 ? (value << 6) | (byte(at) & 0x3F)
                                      : no_character;
  if (value < smallest || value > 0x10FFFF ||
      (value >= 0xD800 && value <= 0xDFFF))
    value = no_character;
  text.remove_prefix(value == no_character ? 1 : size);
  return value;
}

bool is_utf8(std::string_view text) {
  while (!text.empty())
    if (take_character(text) == no_character) return false;
  return true;
}

std::string legible(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const auto before = text;
    const auto character = take_character(text);
    const bool control =
        character < 0x20 && character != '\n' && character != '\t';
    if (character == no_character || control || character == 0x7f)
      shown +=
          fmt::format("\\x{:02x}", static_cast<unsigned char>(before.front()));
    else
      shown += before.substr(0, before.size() - text.size());
  }
  return shown;
}

std::string beginning_of(const std::string& shown) {
  constexpr std::size_t long_enough = 100;
  constexpr int columns = 33;
  if (shown.size() <= long_enough) return shown;
  constexpr std::size_t marks = 2;
  return first_columns(shown, columns) +
         fmt::format(
             fmt::runtime(Text{"\"... ({} bytes)", "\"… ({} octets)"}.spoken()),
             shown.size() - marks);
}

std::string around_the_difference(std::string_view comparison) {
  constexpr std::size_t short_enough = 200;
  constexpr std::size_t before = 12;
  constexpr std::size_t behind = 60;
  // Catch2 writes a long comparison in three lines.
  constexpr std::string_view between = "\"\n==\n\"";
  const auto middle = comparison.find(between);
  if (comparison.size() <= short_enough || !comparison.starts_with('"') ||
      !comparison.ends_with('"') || middle == comparison.npos ||
      comparison.find(between, middle + 1) != comparison.npos)
    return std::string(comparison);
  const auto left = comparison.substr(1, middle - 1);
  auto right = comparison.substr(middle + between.size());
  right.remove_suffix(1);
  const auto differ =
      std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  const auto begin_of_character = [](std::string_view text, std::size_t at) {
    while (at > 0 && at < text.size() && is_continuation(text[at])) --at;
    return at;
  };
  const auto same = begin_of_character(
      left, static_cast<std::size_t>(differ.first - left.begin()));
  const std::string left_out = Text{"...", "…"}.spoken();
  const auto begin =
      begin_of_character(left, same > before ? same - before : 0);
  const auto part = [&](std::string_view text) {
    const auto end =
        begin_of_character(text, std::min(same + behind, text.size()));
    return fmt::format("\"{}{}{}\"", begin > 0 ? left_out : "",
                       text.substr(begin, end - begin),
                       end < text.size() ? left_out : "");
  };
  return part(left) + " == " + part(right);
}

std::string decimal(double number, int places) {
  auto text = fmt::format("{:.{}f}", number, places);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  if (french()) std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

std::string with_readable_times(std::string text) {
  constexpr double second = 1e9;
  constexpr double millisecond = 1e6;
  constexpr std::string_view digits = "0123456789";
  const auto in_word = [&](std::size_t at) {
    return at < text.size() &&
           (std::isalnum(static_cast<unsigned char>(text[at])) ||
            text[at] == '_');
  };
  for (std::size_t at = 0;
       (at = text.find_first_of(digits, at)) != text.npos;) {
    const auto end = std::min(text.find_first_not_of(digits, at), text.size());
    // "7000000000ns" or "7000000000 ns", and no part of a longer word.
    const auto unit = end + (text.compare(end, 1, " ") == 0);
    if (end - at < 7 || end - at > 18 || (at > 0 && in_word(at - 1)) ||
        text.compare(unit, 2, "ns") != 0 || in_word(unit + 2)) {
      at = end;
      continue;
    }
    const auto nanoseconds = std::stod(text.substr(at, end - at));
    const bool long_one = nanoseconds >= second;
    const auto readable =
        decimal(nanoseconds / (long_one ? second : millisecond), 6) +
        (french() ? "\u00a0" : " ") + (long_one ? "s" : "ms");
    text.replace(at, unit + 2 - at, readable);
    at += readable.size();
  }
  return text;
}

std::string without_hexadecimal(std::string text) {
  for (std::size_t at = 0; (at = text.find(" (0x", at)) != text.npos;) {
    const auto end = text.find_first_not_of("0123456789abcdef", at + 4);
    if (end != text.npos && text[end] == ')')
      text.erase(at, end + 1 - at);
    else
      at += 4;
  }
  return text;
}

bool names_an_address(std::string_view words) {
  const auto text = without_hexadecimal(std::string(words));
  const auto at = text.find("0x");
  if (at == text.npos) return false;
  const auto end = text.find_first_not_of("0123456789abcdef", at + 2);
  return std::min(end, text.size()) - at > 8;
}

}  // namespace workbook
