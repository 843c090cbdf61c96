// A name that stands in a namespace.
// explained: unknown-name
#include <string>

namespace words {
std::string lower_case(std::string text);
}

std::string quiet(std::string text) { return lower_case(text); }
