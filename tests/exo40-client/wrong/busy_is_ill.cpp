// Takes 429 for a failure.
// breaks: "Closed, it asks; `failures` failures in a row, one or more, open
//   it."
// step: 4
// lesson: failures-miscounted
#include <exo40-client/plain_breaker.hpp>

namespace exo40 {

namespace {

struct BusyIsIll : plain::Fuse {
  using Fuse::Fuse;

  bool is_failure(const Reply& reply) override { return reply.refused(); }
};

}  // namespace

std::unique_ptr<plain::Fuse> plain::make_fuse(int failures, Duration rest) {
  return std::make_unique<BusyIsIll>(failures, rest);
}

}  // namespace exo40
