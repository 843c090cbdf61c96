// Finds what a text of C++ defines, for ./exo solution.
#pragma once

#include <string>
#include <string_view>

namespace companion {

// The definition of a function in a text of C++, or those of all members of a
// class, with the comments above them but without TODOs; "" if there is none.
std::string definitions_in(std::string_view text, std::string_view name);

}  // namespace companion
