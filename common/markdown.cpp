#include "markdown.hpp"

#include "strings.hpp"

namespace workbook {

std::vector<MarkdownLine> markdown_lines(std::string_view text) {
  std::vector<MarkdownLine> lines;
  bool code = false;
  for (auto& line : lines_of(text)) {
    const bool fence = line.starts_with("```");
    lines.push_back({std::move(line), code || fence, fence});
    code ^= fence;
  }
  return lines;
}

}  // namespace workbook
