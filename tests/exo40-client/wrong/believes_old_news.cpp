// Lets a late answer close it, and a late failure open it.
// breaks: "What was asked before it opened decides nothing any more."
// step: 4
// lesson: old-news
#include <exo40-client/plain_breaker.hpp>

namespace exo40 {

namespace {

struct BelievesOldNews : plain::Fuse {
  using Fuse::Fuse;

  bool decides(int, bool cancelled) override { return !cancelled; }
};

}  // namespace

std::unique_ptr<plain::Fuse> plain::make_fuse(int failures, Duration rest) {
  return std::make_unique<BelievesOldNews>(failures, rest);
}

}  // namespace exo40
