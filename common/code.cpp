#include "code.hpp"

#include <algorithm>
#include <cctype>

namespace workbook {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

std::string only_code(std::string_view text) {
  std::string code(text);
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    const char c = text[at];
    if (text.substr(at).starts_with("//") ||
        (c == '#' && (at == 0 || text[at - 1] == '\n'))) {
      end = std::min(text.find('\n', at), text.size());
    } else if (text.substr(at).starts_with("/*")) {
      end = std::min(text.find("*/", at), text.size() - 2) + 2;
    } else if (c == '"' ||
               // A ' after a digit separates thousands.
               (c == '\'' && (at == 0 || !is_word(text[at - 1])))) {
      for (end = at + 1; end < text.size() && text[end] != c; ++end)
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

std::size_t closing(std::string_view code, std::size_t open) {
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
