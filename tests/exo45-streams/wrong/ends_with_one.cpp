// The first belt that ends is the end.
// breaks: "It gives all scans of all sources, and ends when all have ended."
// step: 3
// lesson: when-it-ends
#include <exo45-streams/plain_merge.hpp>

namespace exo45 {

namespace {

struct EndsWithOne : plain::Merge {
  using Merge::Merge;

  void has_ended(Readers::iterator) override { readers.clear(); }
};

}  // namespace

Stream<Scan> merge(std::vector<Stream<Scan>> sources) {
  return plain::merge<EndsWithOne>(std::move(sources));
}

}  // namespace exo45
