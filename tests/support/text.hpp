// Texts for people: how wide they are, where they are folded, whether their
// bytes are UTF-8.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace workbook {

using Lines = std::vector<std::string>;

// How many columns a text takes; it has no escape sequences.
int columns_of(std::string_view text);

// Its first characters, as many as fill these columns.
std::string first_columns(std::string_view text, int columns);

// Cuts a text into lines of at most `width` columns, at spaces if it can. What
// a line begins with (spaces, "3  ") indents those that continue it. Control
// characters, which would act on the terminal, become "?".
Lines fold(std::string_view text, int width);

// A line without what acts on the terminal: control characters become "?", a
// tab four spaces, and a carriage return nothing.
std::string printable(std::string_view line);

// A paragraph of the messages: folded at 78 columns behind `indent` spaces,
// with a newline after each line.
std::string paragraph(std::string_view text, int indent);

// Entries side by side, as many in a line as fit, and none broken in two.
Lines side_by_side(const std::vector<std::string>& entries,
                   std::string_view between, int width);

// Takes one character off the front of the text, which is not empty;
// no_character and one byte less if it is not UTF-8.
inline constexpr char32_t no_character = 0xFFFFFFFF;
char32_t take_character(std::string_view& text);

bool is_utf8(std::string_view text);

// Bytes that are no UTF-8, and characters that control a terminal, become
// "\\xff" and the like; a line end and a tab stay.
std::string legible(std::string_view text);

// A long value of the story, as Catch2 shows a string: only its beginning, and
// how many bytes there are.
std::string beginning_of(const std::string& shown);

// What Catch2 shows of two long strings that differ, `"aaa..." == "aab..."`:
// from a little before the difference to a little behind it. Other texts stay
// as they are.
std::string around_the_difference(std::string_view comparison);

// A number with at most so many places behind the point, one or more, as the
// language writes it, and without zeros at its end.
std::string decimal(double number, int places);

// Catch2 shows times in nanoseconds: "1200000000ns" is 1.2 s. Those under a
// millisecond stay as they are.
std::string with_readable_times(std::string text);

// Catch2 shows integers from 256 on twice: "300 (0x12c)". Once is enough.
std::string without_hexadecimal(std::string text);

// The text shows where in memory something is: that says nothing, and is
// another place each time. What is in parentheses is a number, once more.
bool names_an_address(std::string_view text);

}  // namespace workbook
