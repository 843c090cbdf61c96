// Each next() begins a read of its own.
// breaks: "A source is never asked for two values at the same time."
// step: 2
// lesson: two-readers
#include <exo45-streams/plain_batch.hpp>

namespace exo45 {

namespace {

struct AsksAgain : plain::Batches {
  using Batches::Batches;

  void ask() override { reader.ask_again(bell); }
};

}  // namespace

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return plain::batch<AsksAgain>(std::move(source), count, max_wait);
}

}  // namespace exo45
