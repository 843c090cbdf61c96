// A README, line by line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace workbook {

struct MarkdownLine {
  std::string text;
  bool code = false;   // a line of a block of code, or one of its two fences
  bool fence = false;  // one of the fences
};

std::vector<MarkdownLine> markdown_lines(std::string_view text);

}  // namespace workbook
