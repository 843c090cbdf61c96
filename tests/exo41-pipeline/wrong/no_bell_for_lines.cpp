// Nobody tells the one who waits that a line is in.
// breaks: "It waits for a line, and no longer."
// step: 2
// lesson: pull-waits-too-long
#include <exo41-pipeline/plain_queue.hpp>

namespace exo41 {

namespace {

struct NoBellForLines : plain::Buffer {
  using Buffer::Buffer;

  void wake() override {}
};

}  // namespace

std::unique_ptr<plain::Buffer> plain::make_buffer(
    const asio::any_io_executor& executor, std::size_t limit) {
  return std::make_unique<NoBellForLines>(executor, limit);
}

}  // namespace exo41
