// Looks into a submission before anything of it runs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "result.hpp"

namespace grader {

// Each returns what is wrong, in a sentence, or "".

// An #include that leaves the folder of the file: the compiler would show what
// it finds there.
std::string inspect_source(std::string_view source);

// What the compiler has read, as its -MD says it: nothing but the file, the
// workbook's headers and the system's. `dependencies` is the text of the .d
// file; `allowed` are folders.
std::string inspect_dependencies(std::string_view dependencies,
                                 const std::vector<fs::path>& allowed);

// What the program `examine` found in the object file: nothing that would run
// before the tests have begun, stand in for a part of the tests or of the
// system, or call the tests. `said` is what it printed; it may have been
// stopped. Names that are worth a teacher's look are added to `calls`.
std::string inspect_object(std::string_view said,
                           std::vector<std::string>& calls);

}  // namespace grader
