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
bool shows_utf8() {
  for (auto name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const auto value = environment(name);
    if (value.empty()) continue;
    return value.find("UTF-8") != value.npos ||
           value.find("utf8") != value.npos;
  }
  return false;
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
  paint.symbols = shows_utf8();
  winsize size{};
  if (terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
      size.ws_col > 0)
    paint.width = size.ws_col;
  return paint;
}

}  // namespace workbook
