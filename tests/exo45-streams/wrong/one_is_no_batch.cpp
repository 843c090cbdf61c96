// One scan alone is not worth a batch: a failure takes it.
// breaks: "What a source or a function throws, next() throws: the very
//   exception, and after everything that came before it."
// step: 2
// lesson: failure-overtakes
#include <exo45-streams/plain_batch.hpp>

namespace exo45 {

namespace {

struct OneIsNoBatch : plain::Batches {
  using Batches::Batches;

  bool may_throw() override { return batch.size() <= 1; }
};

}  // namespace

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return plain::batch<OneIsNoBatch>(std::move(source), count, max_wait);
}

}  // namespace exo45
