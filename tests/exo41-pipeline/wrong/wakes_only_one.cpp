// Each line wakes one of those who wait, even one that was told to stop.
// breaks: "It waits for a line, and no longer."
// step: 2
// lesson: lost-on-cancel
#include <exo41-pipeline/plain_queue.hpp>

namespace exo41 {

namespace {

struct WakesOnlyOne : plain::Buffer {
  using Buffer::Buffer;

  void wake() override { more.ring_for_one(); }
};

}  // namespace

std::unique_ptr<plain::Buffer> plain::make_buffer(
    const asio::any_io_executor& executor, std::size_t limit) {
  return std::make_unique<WakesOnlyOne>(executor, limit);
}

}  // namespace exo41
