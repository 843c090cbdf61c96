// What the checks know of C++: enough to find their way in a file that
// clang-format has formatted.
#pragma once

#include <cctype>
#include <string>
#include <string_view>

namespace workbook {

inline bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// The file with everything that is not code blanked out, byte for byte.
inline std::string code_of(std::string text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t end = i;
    const char quote = text[i];
    if (text.compare(i, 2, "//") == 0 ||
        (quote == '#' && (i == 0 || text[i - 1] == '\n'))) {
      end = text.find('\n', i);
    } else if (quote == '"' ||
               // A ' after a digit separates thousands.
               (quote == '\'' && (i == 0 || !is_word(text[i - 1])))) {
      end = i + 1;
      while (end < text.size() && text[end] != quote)
        end += text[end] == '\\' ? 2 : 1;
      ++end;
    }
    for (; i < end && i < text.size(); ++i) text[i] = ' ';
  }
  return text;
}

// Where what opens at `open` closes: ( [ or {.
inline std::size_t closing(std::string_view code, std::size_t open) {
  const char begin = code[open];
  const char end = begin == '(' ? ')' : begin == '[' ? ']' : '}';
  int depth = 0;
  for (auto at = open; at < code.size(); ++at) {
    if (code[at] == begin) ++depth;
    if (code[at] == end && --depth == 0) return at;
  }
  return code.npos;
}

}  // namespace workbook
