// A batch is given when it is full, or at the end.
// breaks: "A batch is given as soon as it has `count` scans, or `max_wait`
//   after its window has opened, or when the source has ended: whichever is
//   first."
// step: 2
// lesson: batch-never-flushed
#include <exo45-streams/plain_batch.hpp>

namespace exo45 {

namespace {

struct WaitsUntilFull : plain::Batches {
  using Batches::Batches;

  void open_window() override {}
};

}  // namespace

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return plain::batch<WaitsUntilFull>(std::move(source), count, max_wait);
}

}  // namespace exo45
