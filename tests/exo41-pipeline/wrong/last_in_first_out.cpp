// Takes out what went in last.
// breaks: "The lines come out in the order in which they went in, each
//   once."
// step: 2
// lesson: order-lost
#include <exo41-pipeline/plain_queue.hpp>

namespace exo41 {

namespace {

struct LastInFirstOut : plain::Buffer {
  using Buffer::Buffer;

  std::string take() override {
    auto line = std::move(lines.back());
    lines.pop_back();
    return line;
  }
};

}  // namespace

std::unique_ptr<plain::Buffer> plain::make_buffer(
    const asio::any_io_executor& executor, std::size_t limit) {
  return std::make_unique<LastInFirstOut>(executor, limit);
}

}  // namespace exo41
