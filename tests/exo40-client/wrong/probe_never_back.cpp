// Waits for a verdict that a cancelled probe will not give.
// breaks: "A question that is cancelled decides nothing: after a cancelled
//   probe, the next question is the probe."
// step: 4
// lesson: never-closes
#include <exo40-client/plain_breaker.hpp>

namespace exo40 {

namespace {

struct ProbeNeverBack : plain::Fuse {
  using Fuse::Fuse;

  void probe_has_ended(bool cancelled) override {
    if (!cancelled) probing = false;
  }
};

}  // namespace

std::unique_ptr<plain::Fuse> plain::make_fuse(int failures, Duration rest) {
  return std::make_unique<ProbeNeverBack>(failures, rest);
}

}  // namespace exo40
