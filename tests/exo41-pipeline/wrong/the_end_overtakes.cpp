// After finish(), forgets what is in.
// breaks: "After finish() there is no value, once all lines are out: for
//   everybody who waits, and for everybody who comes later."
// step: 2
// lesson: end-not-heard
#include <exo41-pipeline/plain_queue.hpp>

namespace exo41 {

namespace {

struct TheEndOvertakes : plain::Buffer {
  using Buffer::Buffer;

  bool is_over() override { return finished; }
};

}  // namespace

std::unique_ptr<plain::Buffer> plain::make_buffer(
    const asio::any_io_executor& executor, std::size_t limit) {
  return std::make_unique<TheEndOvertakes>(executor, limit);
}

}  // namespace exo41
