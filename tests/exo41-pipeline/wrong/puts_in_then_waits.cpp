// Puts the line in, and then waits for room.
// breaks: "It waits while the line and what is held are more than `limit`
//   together."
// step: 2
// lesson: unbounded-queue
#include <exo41-pipeline/plain_queue.hpp>

namespace exo41 {

namespace {

struct PutsInThenWaits : plain::Buffer {
  using Buffer::Buffer;

  asio::awaitable<void> push(std::string line) override {
    put(std::move(line));
    while (held > limit) co_await less.hear();
  }
};

}  // namespace

std::unique_ptr<plain::Buffer> plain::make_buffer(
    const asio::any_io_executor& executor, std::size_t limit) {
  return std::make_unique<PutsInThenWaits>(executor, limit);
}

}  // namespace exo41
