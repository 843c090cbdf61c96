// Enough of C++ to find one's way in a file: what is code, and where it closes.
#pragma once

#include <string>
#include <string_view>

namespace workbook {

// A character of a name.
bool is_word(char c);

// The text with comments, literals and directives blanked out, byte for byte,
// so that only code has braces. Newlines stay.
std::string only_code(std::string_view text);

// Where what opens at `open` closes: ( [ or {. npos if nothing does.
std::size_t closing(std::string_view code, std::size_t open);

}  // namespace workbook
