// The difference between two texts, line by line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "names.hpp"

namespace companion {

struct Line {
  char kind;  // ' ' in both, '-' only in the first, '+' only in the second
  std::string text;
};

// The shortest one: as few '-' and '+' as possible.
std::vector<Line> difference(std::string_view before, std::string_view after);

}  // namespace companion
