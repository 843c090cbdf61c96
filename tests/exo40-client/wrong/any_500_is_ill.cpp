// Takes each 5xx for a failure, not only the 503.
// breaks: "Closed, it asks; `failures` failures in a row, one or more, open
//   it."
// step: 4
// lesson: failures-miscounted
#include <exo40-client/plain_breaker.hpp>

namespace exo40 {

namespace {

struct Any500IsIll : plain::Fuse {
  using Fuse::Fuse;

  bool is_failure(const Reply& reply) override { return reply.status >= 500; }
};

}  // namespace

std::unique_ptr<plain::Fuse> plain::make_fuse(int failures, Duration rest) {
  return std::make_unique<Any500IsIll>(failures, rest);
}

}  // namespace exo40
