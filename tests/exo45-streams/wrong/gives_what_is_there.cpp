// Gives a batch as soon as the belt has nothing more.
// breaks: "A batch is given as soon as it has `count` scans, or `max_wait`
//   after its window has opened, or when the source has ended: whichever is
//   first."
// step: 2
// lesson: flushed-too-early
#include <exo45-streams/plain_batch.hpp>

namespace exo45 {

namespace {

struct GivesWhatIsThere : plain::Batches {
  using Batches::Batches;

  void open_window() override { bell->timer.expires_after(Milliseconds(0)); }
};

}  // namespace

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return plain::batch<GivesWhatIsThere>(std::move(source), count, max_wait);
}

}  // namespace exo45
