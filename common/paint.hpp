// How things look: colours, width, and what stands in for both where a
// terminal has neither.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace workbook {

using Lines = std::vector<std::string>;

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

// How many columns a text takes; it has no escape sequences.
int columns_of(std::string_view text);

// Cuts a text into lines of at most `width` columns, at spaces if it can. What
// a line begins with (spaces, "3  ") indents those that continue it. Control
// characters, which would act on the terminal, become "?".
Lines fold(std::string_view text, int width);

}  // namespace workbook
