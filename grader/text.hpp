// Text that a submission wrote, or had the compiler write, made harmless, and
// put into each format.
#pragma once

#include <string>
#include <string_view>

#include "common/strings.hpp"

namespace grader {

// UTF-8 without anything that acts on a terminal or hides text: escape
// sequences go; other control characters, characters that turn the direction
// of writing, and bytes that are not UTF-8 become "?". At most `limit` bytes;
// what is cut out of the middle is said.
std::string clean(std::string_view text, std::size_t limit);

using workbook::xml;

// A field of a CSV file. A spreadsheet takes what begins with = + - or @ for a
// formula: such a field gets an apostrophe in front.
std::string csv(std::string_view text, char separator = ',');

// A few words inside a Markdown text or table.
std::string markdown(std::string_view text);

// A block of code in Markdown, which the text cannot close.
std::string markdown_block(std::string_view text);

// A name as a file name that is harmless everywhere: letters, digits, and
// "-_." not in front; all else is written as its bytes, "=3d". Different names
// have different file names.
std::string file_name(std::string_view name);

// 2, 1.5, 0.25
std::string points_text(double points);

}  // namespace grader
