#include "paint.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace workbook {

namespace {

std::string in_colour(bool on, int code, std::string_view text) {
  return on ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string(text);
}

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// The first variable that is set decides, as everywhere.
bool is_utf8() {
  for (auto name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const auto value = environment(name);
    if (value.empty()) continue;
    return value.find("UTF-8") != value.npos ||
           value.find("utf8") != value.npos;
  }
  return false;
}

bool is_continuation(char byte) { return (byte & 0xC0) == 0x80; }

// The bytes of the first `columns` characters.
std::size_t bytes_of(std::string_view text, int columns) {
  std::size_t at = 0;
  for (; at < text.size(); ++at)
    if (!is_continuation(text[at]) && columns-- == 0) break;
  return at;
}

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

// Where the words of a line begin: after spaces, a list's number or its dash.
std::size_t indent_of(std::string_view line) {
  const auto words = line.find_first_not_of(' ');
  if (words == line.npos) return 0;
  const auto mark = line.find_first_not_of("0123456789.-", words);
  if (mark == line.npos || mark == words || line[mark] != ' ') return words;
  return std::min(line.find_first_not_of(' ', mark), line.size());
}

}  // namespace

std::string Paint::bold(std::string_view text) const {
  return in_colour(colours, 1, text);
}
std::string Paint::dim(std::string_view text) const {
  return in_colour(colours, 2, text);
}
std::string Paint::green(std::string_view text) const {
  return in_colour(colours, 32, text);
}
std::string Paint::red(std::string_view text) const {
  return in_colour(colours, 31, text);
}
std::string Paint::yellow(std::string_view text) const {
  return in_colour(colours, 33, text);
}

std::string Paint::bar(int done, int total, int columns) const {
  const int room = std::max(columns - 2, 1);
  const int full = total > 0 ? room * done / total : 0;
  std::string begun, rest;
  for (int i = 0; i < full; ++i) begun += symbols ? "█" : "#";
  for (int i = full; i < room; ++i) rest += symbols ? "░" : ".";
  return "[" + green(begun) + dim(rest) + "]";
}

Paint paint_for_output() {
  Paint paint;
  const bool terminal = ::isatty(STDOUT_FILENO);
  paint.colours = terminal && environment("NO_COLOR").empty() &&
                  environment("TERM") != "dumb";
  paint.symbols = is_utf8();
  winsize size{};
  if (terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
      size.ws_col > 0)
    paint.width = size.ws_col;
  return paint;
}

int columns_of(std::string_view text) {
  return static_cast<int>(
      std::count_if(text.begin(), text.end(),
                    [](char byte) { return !is_continuation(byte); }));
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

}  // namespace workbook
