// A belt that fails is a belt that has ended.
// breaks: "What a source or a function throws, next() throws: the very
//   exception, and after everything that came before it."
// step: 3
// lesson: error-becomes-end
#include <exo45-streams/plain_merge.hpp>

namespace exo45 {

namespace {

struct FailedBeltIsOver : plain::Merge {
  using Merge::Merge;

  std::optional<Scan> take(plain::Reader<Scan>& reader) override {
    if (reader.failed()) return std::nullopt;
    return reader.take();
  }
};

}  // namespace

Stream<Scan> merge(std::vector<Stream<Scan>> sources) {
  return plain::merge<FailedBeltIsOver>(std::move(sources));
}

}  // namespace exo45
