// earns: 0
// Templates that never end: each asks for two more.
#include "hello_async.hpp"

template <int depth, class... Types>
struct Bomb {
  Bomb<depth - 1, Types..., int> left;
  Bomb<depth - 1, Types..., char> right;
};
template <class... Types>
struct Bomb<0, Types...> {};

static void attack() { Bomb<200> bomb; }
