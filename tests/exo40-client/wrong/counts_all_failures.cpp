// Adds up the failures of a whole day.
// breaks: "Closed, it asks; `failures` failures in a row, one or more, open
//   it."
// step: 4
// lesson: failures-miscounted
#include <exo40-client/plain_breaker.hpp>

namespace exo40 {

namespace {

struct CountsAllFailures : plain::Fuse {
  using Fuse::Fuse;

  void has_answered(bool probe) override {
    closed = true;
    if (probe) in_a_row = 0;
  }
};

}  // namespace

std::unique_ptr<plain::Fuse> plain::make_fuse(int failures, Duration rest) {
  return std::make_unique<CountsAllFailures>(failures, rest);
}

}  // namespace exo40
