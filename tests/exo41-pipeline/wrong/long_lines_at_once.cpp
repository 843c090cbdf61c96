// A line that will never fit goes in at once.
// breaks: "A line longer than `limit` goes in alone."
// step: 2
// lesson: unbounded-queue
#include <exo41-pipeline/plain_queue.hpp>

namespace exo41 {

namespace {

struct LongLinesAtOnce : plain::Buffer {
  using Buffer::Buffer;

  bool has_room(const std::string& line) override {
    return cost(line) > limit || held + cost(line) <= limit;
  }
};

}  // namespace

std::unique_ptr<plain::Buffer> plain::make_buffer(
    const asio::any_io_executor& executor, std::size_t limit) {
  return std::make_unique<LongLinesAtOnce>(executor, limit);
}

}  // namespace exo41
