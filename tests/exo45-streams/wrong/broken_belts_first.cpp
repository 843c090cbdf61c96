// Looks for a belt that has failed before it looks who was first.
// breaks: "What a source or a function throws, next() throws: the very
//   exception, and after everything that came before it."
// step: 3
// lesson: failure-overtakes
#include <exo45-streams/plain_merge.hpp>

namespace exo45 {

namespace {

struct BrokenBeltsFirst : plain::Merge {
  using Merge::Merge;

  bool is_before(const plain::Reader<Scan>& one,
                 const plain::Reader<Scan>& other) override {
    if (one.failed() != other.failed()) return one.failed();
    return one.done() < other.done();
  }
};

}  // namespace

Stream<Scan> merge(std::vector<Stream<Scan>> sources) {
  return plain::merge<BrokenBeltsFirst>(std::move(sources));
}

}  // namespace exo45
