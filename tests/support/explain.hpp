// The meaning of a compiler's message, in plain words.
#pragma once

#include <string>
#include <string_view>

namespace workbook {

// Explains the first error that is known, and the first warning; "" if there is
// neither. The compiler (g++ or clang) spoke English, that is, it ran with
// LC_ALL=C.
std::string explain(std::string_view message);

// The compiler warns of a function without any return statement. It has lost
// its last co_await or co_return, and would crash.
bool returns_nothing(std::string_view message);

// The message with errors in the place of these warnings.
std::string with_refusals(std::string message);

// The message without what is not about the learner's own lines: candidates
// that do not fit, and how templates of the libraries came to be instantiated.
// The whole message if nothing of the learner's is in it.
std::string shortened(std::string_view message);

}  // namespace workbook
