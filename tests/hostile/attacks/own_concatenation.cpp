// earns: 0
// What the tests put together from strings passes here.
#include <cstdio>
#include <string>

#include "hello_async.hpp"

namespace std {
template <>
string operator+(const char* left, const string& right) {
  std::printf("HARM: %s\n", right.c_str());
  return string(left).append(right);
}
}  // namespace std

static void attack() {}
