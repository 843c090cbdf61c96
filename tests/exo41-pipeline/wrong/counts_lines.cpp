// Counts lines, and not their bytes.
// breaks: "It gives the number of bytes that are in."
// step: 2
// lesson: held-is-wrong
#include <exo41-pipeline/plain_queue.hpp>

namespace exo41 {

namespace {

struct CountsLines : plain::Buffer {
  using Buffer::Buffer;

  std::size_t cost(const std::string&) override { return 1; }
};

}  // namespace

std::unique_ptr<plain::Buffer> plain::make_buffer(
    const asio::any_io_executor& executor, std::size_t limit) {
  return std::make_unique<CountsLines>(executor, limit);
}

}  // namespace exo41
