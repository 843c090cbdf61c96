// Counts a question that was cancelled as a failure.
// breaks: "A question that is cancelled decides nothing: after a cancelled
//   probe, the next question is the probe."
// step: 4
// lesson: cancel-is-no-failure
#include <exo40-client/plain_breaker.hpp>

namespace exo40 {

namespace {

struct CancelledIsFailed : plain::Fuse {
  using Fuse::Fuse;

  bool decides(int asked_in, bool) override { return asked_in == era; }
};

}  // namespace

std::unique_ptr<plain::Fuse> plain::make_fuse(int failures, Duration rest) {
  return std::make_unique<CancelledIsFailed>(failures, rest);
}

}  // namespace exo40
