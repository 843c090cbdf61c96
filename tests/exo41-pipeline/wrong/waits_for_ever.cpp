// A line that is too long waits until it fits.
// breaks: "A line longer than `limit` goes in alone."
// step: 2
// lesson: long-line-stuck
#include <exo41-pipeline/plain_queue.hpp>

namespace exo41 {

namespace {

struct WaitsForEver : plain::Buffer {
  using Buffer::Buffer;

  bool has_room(const std::string& line) override {
    return held + cost(line) <= limit;
  }
};

}  // namespace

std::unique_ptr<plain::Buffer> plain::make_buffer(
    const asio::any_io_executor& executor, std::size_t limit) {
  return std::make_unique<WaitsForEver>(executor, limit);
}

}  // namespace exo41
