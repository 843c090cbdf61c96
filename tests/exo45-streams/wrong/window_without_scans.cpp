// The window opens when next() is awaited.
// breaks: "No batch is empty."
// step: 2
// lesson: empty-batch
#include <exo45-streams/plain_batch.hpp>

namespace exo45 {

namespace {

struct WindowWithoutScans : plain::Batches {
  using Batches::Batches;

  void begin() override { open_window(); }
  bool opens_window() override { return false; }
  bool is_over() override { return batch.empty() && ended; }
};

}  // namespace

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return plain::batch<WindowWithoutScans>(std::move(source), count, max_wait);
}

}  // namespace exo45
