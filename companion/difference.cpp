#include "difference.hpp"

#include <algorithm>

#include "common/strings.hpp"

namespace companion {

std::vector<Line> difference(std::string_view before, std::string_view after) {
  const auto a = lines_of(before);
  const auto b = lines_of(after);

  // common[i][j]: how many lines a from i and b from j can have in common. Two
  // files of an exercise are short: the square of their length is little.
  std::vector<std::vector<int>> common(a.size() + 1,
                                       std::vector<int>(b.size() + 1));
  for (auto i = a.size(); i-- > 0;)
    for (auto j = b.size(); j-- > 0;)
      common[i][j] = a[i] == b[j]
                         ? common[i + 1][j + 1] + 1
                         : std::max(common[i + 1][j], common[i][j + 1]);

  std::vector<Line> lines;
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      lines.push_back({' ', a[i]});
      ++i, ++j;
    } else if (j == b.size() ||
               (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
      lines.push_back({'-', a[i++]});
    } else {
      lines.push_back({'+', b[j++]});
    }
  }
  return lines;
}

}  // namespace companion
