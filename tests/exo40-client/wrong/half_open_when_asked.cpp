// Is half-open only when somebody has asked.
// breaks: "It is half-open as soon as a probe may be asked, until that has
//   ended."
// step: 4
// lesson: never-closes
#include <exo40-client/plain_breaker.hpp>

namespace exo40 {

namespace {

struct HalfOpenWhenAsked : plain::Fuse {
  using Fuse::Fuse;

  Circuit shown() const override {
    if (closed) return Circuit::closed;
    return probing ? Circuit::half_open : Circuit::open;
  }
};

}  // namespace

std::unique_ptr<plain::Fuse> plain::make_fuse(int failures, Duration rest) {
  return std::make_unique<HalfOpenWhenAsked>(failures, rest);
}

}  // namespace exo40
