// An empty line counts for nothing.
// breaks: "It waits while the line and what is held are more than `limit`
//   together."
// step: 2
// lesson: unbounded-queue
#include <exo41-pipeline/plain_queue.hpp>

namespace exo41 {

namespace {

struct EmptyCostsNothing : plain::Buffer {
  using Buffer::Buffer;

  std::size_t cost(const std::string& line) override { return line.size(); }
};

}  // namespace

std::unique_ptr<plain::Buffer> plain::make_buffer(
    const asio::any_io_executor& executor, std::size_t limit) {
  return std::make_unique<EmptyCostsNothing>(executor, limit);
}

}  // namespace exo41
