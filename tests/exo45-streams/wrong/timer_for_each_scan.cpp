// Each scan sets the timer anew.
// breaks: "A batch is given as soon as it has `count` scans, or `max_wait`
//   after its window has opened, or when the source has ended: whichever is
//   first."
// step: 2
// lesson: timer-per-item
#include <exo45-streams/plain_batch.hpp>

namespace exo45 {

namespace {

struct TimerForEachScan : plain::Batches {
  using Batches::Batches;

  bool opens_window() override { return true; }
};

}  // namespace

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return plain::batch<TimerForEachScan>(std::move(source), count, max_wait);
}

}  // namespace exo45
