// Something of C++23.
// explained: newer-standard
#include <string>

std::expected<int, std::string> f();
