// A probe that fails is one failure more, and no reason to open.
// breaks: "An answer to the probe closes it; a failure opens it for another
//   `rest`."
// step: 4
// lesson: open-still-asks
#include <exo40-client/plain_breaker.hpp>

namespace exo40 {

namespace {

struct AProbeIsOneFailure : plain::Fuse {
  using Fuse::Fuse;

  void has_failed(bool) override {
    if (++in_a_row != failures) return;
    in_a_row = 0;
    open();
  }
};

}  // namespace

std::unique_ptr<plain::Fuse> plain::make_fuse(int failures, Duration rest) {
  return std::make_unique<AProbeIsOneFailure>(failures, rest);
}

}  // namespace exo40
