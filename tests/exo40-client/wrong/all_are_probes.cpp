// Half-open, it asks whatever comes.
// breaks: "Half-open, it asks one question at a time, the probe, and no
//   other."
// step: 4
// lesson: half-open-floods
#include <exo40-client/plain_breaker.hpp>

namespace exo40 {

namespace {

struct AllAreProbes : plain::Fuse {
  using Fuse::Fuse;

  bool lets_nobody_by(Circuit now_is) override {
    return now_is == Circuit::open;
  }
};

}  // namespace

std::unique_ptr<plain::Fuse> plain::make_fuse(int failures, Duration rest) {
  return std::make_unique<AllAreProbes>(failures, rest);
}

}  // namespace exo40
