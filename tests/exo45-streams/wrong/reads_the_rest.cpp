// Dropped, it reads the rest of the belt in the background.
// breaks: "When a stream has thrown, or is dropped, all that it has begun is
//   told to stop, and its sources are destroyed once that has stopped."
// step: 2
// lesson: left-running
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <exo45-streams/plain_batch.hpp>
#include <exo45-streams/plain_wrapped.hpp>

namespace exo45 {

namespace {

struct ReadsTheRest : plain::Wrapped<Batch> {
  using Wrapped::Wrapped;

  ~ReadsTheRest() override {
    if (executor)
      asio::co_spawn(executor, plain::read_to_the_end(std::move(stream)),
                     asio::detached);
  }
};

}  // namespace

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return Stream<Batch>(std::make_unique<ReadsTheRest>(
      plain::batch<plain::Batches>(std::move(source), count, max_wait)));
}

}  // namespace exo45
