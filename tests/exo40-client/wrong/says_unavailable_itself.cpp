// Throws Unavailable for the failure that opens it.
// breaks: "What the carrier gives or throws is what comes out."
// step: 4
// lesson: reply-changed
#include <exo40-client/plain_breaker.hpp>

namespace exo40 {

namespace {

struct SaysUnavailableItself : plain::Fuse {
  using Fuse::Fuse;

  void has_failed(bool probe) override {
    Fuse::has_failed(probe);
    if (!closed) throw Unavailable();
  }
};

}  // namespace

std::unique_ptr<plain::Fuse> plain::make_fuse(int failures, Duration rest) {
  return std::make_unique<SaysUnavailableItself>(failures, rest);
}

}  // namespace exo40
