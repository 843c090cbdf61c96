// How things look: colours, width, and what stands in for both where a
// terminal has neither.
#pragma once

#include <string>
#include <string_view>
#include <support/text.hpp>

namespace workbook {

struct Paint {
  bool colours = false;
  bool symbols = false;  // beyond ASCII, accents apart
  int width = 80;        // columns

  std::string bold(std::string_view text) const;
  std::string dim(std::string_view text) const;
  std::string green(std::string_view text) const;
  std::string red(std::string_view text) const;
  std::string yellow(std::string_view text) const;

  // [#####.....], `columns` wide in all.
  std::string bar(int done, int total, int columns) const;
};

// For what standard output is: colours on a terminal, unless NO_COLOR is set.
Paint paint_for_output();

}  // namespace workbook
