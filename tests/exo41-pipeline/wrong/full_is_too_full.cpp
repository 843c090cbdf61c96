// Keeps its last byte free.
// breaks: "It waits while the line and what is held are more than `limit`
//   together."
// step: 2
// lesson: push-waits-too-long
#include <exo41-pipeline/plain_queue.hpp>

namespace exo41 {

namespace {

struct FullIsTooFull : plain::Buffer {
  using Buffer::Buffer;

  bool has_room(const std::string& line) override {
    return held == 0 || held + cost(line) < limit;
  }
};

}  // namespace

std::unique_ptr<plain::Buffer> plain::make_buffer(
    const asio::any_io_executor& executor, std::size_t limit) {
  return std::make_unique<FullIsTooFull>(executor, limit);
}

}  // namespace exo41
