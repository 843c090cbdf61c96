// Makes room for a full batch at once, however large that is.
// breaks: "A batch is given as soon as it has `count` scans, or `max_wait`
//   after its window has opened, or when the source has ended: whichever is
//   first."
// step: 2
// lesson: batch-never-flushed
#include <exo45-streams/plain_batch.hpp>

namespace exo45 {

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  Batch room;
  room.reserve(count);
  return plain::batch<plain::Batches>(std::move(source), count, max_wait);
}

}  // namespace exo45
