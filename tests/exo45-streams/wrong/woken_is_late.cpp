// Woken with nothing there: the window must be closed.
// breaks: "Cancelled while it waits, next() throws
//   `asio::error::operation_aborted`."
// step: 2
// lesson: deaf-to-cancellation
#include <exo45-streams/plain_batch.hpp>

namespace exo45 {

namespace {

struct WokenIsLate : plain::Batches {
  using Batches::Batches;

  asio::awaitable<void> wait() override {
    if (reader.done()) co_return;
    co_await bell->timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }
};

}  // namespace

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return plain::batch<WokenIsLate>(std::move(source), count, max_wait);
}

}  // namespace exo45
