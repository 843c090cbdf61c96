// Closes after a good probe, and keeps the count of before: it has passed its
// limit, and never meets it again.
// breaks: "An answer to the probe closes it; a failure opens it for another
//   `rest`."
// step: 4
// lesson: failures-miscounted
#include <exo40-client/plain_breaker.hpp>

namespace exo40 {

namespace {

struct HealsOnlyOnce : plain::Fuse {
  using Fuse::Fuse;

  void has_answered(bool probe) override {
    closed = true;
    if (!probe) in_a_row = 0;
  }
};

}  // namespace

std::unique_ptr<plain::Fuse> plain::make_fuse(int failures, Duration rest) {
  return std::make_unique<HealsOnlyOnce>(failures, rest);
}

}  // namespace exo40
