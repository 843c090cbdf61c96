// Told to stop, it gives what is in the batch.
// breaks: "Cancelled while it waits, next() throws
//   `asio::error::operation_aborted`."
// step: 2
// lesson: deaf-to-cancellation
#include <exo45-streams/plain_batch.hpp>

namespace exo45 {

namespace {

struct GivesWhenCancelled : plain::Batches {
  using Batches::Batches;

  asio::awaitable<void> wait() override {
    try {
      co_await Batches::wait();
    } catch (const std::system_error&) {
      if (batch.empty()) throw;
    }
  }
};

}  // namespace

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return plain::batch<GivesWhenCancelled>(std::move(source), count, max_wait);
}

}  // namespace exo45
