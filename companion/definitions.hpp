// Finds what a step is about in a text of C++, for ./exo solution.
#pragma once

#include <string>
#include <string_view>

namespace companion {

// The definition of a function in a text of C++, or those of all members of a
// class, with the comments above them but without TODOs; "" if there is none.
std::string definitions_in(std::string_view text, std::string_view name);

// All tests with this tag, "[step4]", with the comments above them; "" if there
// is none.
std::string tests_in(std::string_view text, std::string_view tag);

// What a step of a README is about: a function or a class, as in
// "ask_both(price, day): ...", or tests, as in "[step4], again: ...".
struct Subject {
  std::string name;   // "ask_both", "[step4]"
  std::string title;  // "ask_both", "again"
};
Subject subject_of(const std::string& step);

// What a text of C++ has of it.
std::string found_in(std::string_view text, const Subject& subject);

}  // namespace companion
