// earns: 0
// A computation of the compiler that never ends.
#include "hello_async.hpp"

constexpr int count(int depth) {
  int sum = 0;
  for (int i = 0; i < 1 << 20; ++i) sum += i % (depth + 1);
  return depth ? sum % 7 + count(depth - 1) : sum;
}
template <int n>
constexpr int many = count(20) + many<n - 1>;
template <>
constexpr int many<0> = 0;

static void attack() {
  constexpr int value = many<500>;
  (void)value;
}
