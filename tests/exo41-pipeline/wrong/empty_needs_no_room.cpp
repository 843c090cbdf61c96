// An empty line counts once it is in, and needs no room to get there.
// breaks: "It waits while the line and what is held are more than `limit`
//   together."
// step: 2
// lesson: unbounded-queue
#include <exo41-pipeline/plain_queue.hpp>

namespace exo41 {

namespace {

struct EmptyNeedsNoRoom : plain::Buffer {
  using Buffer::Buffer;

  bool has_room(const std::string& line) override {
    return held == 0 || held + line.size() <= limit;
  }
};

}  // namespace

std::unique_ptr<plain::Buffer> plain::make_buffer(
    const asio::any_io_executor& executor, std::size_t limit) {
  return std::make_unique<EmptyNeedsNoRoom>(executor, limit);
}

}  // namespace exo41
