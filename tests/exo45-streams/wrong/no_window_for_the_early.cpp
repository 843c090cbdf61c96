// Only a scan for which it has waited opens a window.
// breaks: "A batch is given as soon as it has `count` scans, or `max_wait`
//   after its window has opened, or when the source has ended: whichever is
//   first."
// step: 2
// lesson: batch-never-flushed
#include <exo45-streams/plain_batch.hpp>

namespace exo45 {

namespace {

struct NoWindowForTheEarly : plain::Batches {
  using Batches::Batches;

  void begin() override {
    Batches::begin();
    came_early = reader.done() != 0;
  }
  bool opens_window() override { return batch.empty() && !came_early; }

  bool came_early = false;
};

}  // namespace

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return plain::batch<NoWindowForTheEarly>(std::move(source), count, max_wait);
}

}  // namespace exo45
