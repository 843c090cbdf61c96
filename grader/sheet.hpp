// Tables for spreadsheets: CSV as most programs read it, and as they do where
// the decimal sign is a comma.
#pragma once

#include <string>
#include <string_view>
#include <support/language.hpp>
#include <vector>

namespace grader {

struct Sheet {
  char separator = ',';
  bool decimal_comma = false;
  bool french = false;  // what stands above the columns

  // The file's first bytes: a byte order mark, where the spreadsheet wants one.
  std::string_view begin() const;
  // With its end of line. A field that would be a formula is made harmless.
  std::string row(const std::vector<std::string>& fields) const;
  std::string number(double points) const;
  std::string said(workbook::Text text) const;
};

// For programs, and for spreadsheets in English.
inline constexpr Sheet plain_sheet{};

// As a spreadsheet in France opens it with a double click: semicolons, decimal
// commas, and a byte order mark that says UTF-8.
inline constexpr Sheet french_sheet{';', true, true};

// A table that somebody else has written: with or without a byte order mark, in
// UTF-8 or Latin-1, with commas, semicolons or tabs, whichever the first line
// has most of. Lines with nothing in them are left out.
struct Table {
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;  // each as long as the head
};
Table read_table(std::string text);

}  // namespace grader
