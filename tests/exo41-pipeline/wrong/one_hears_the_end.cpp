// The end wakes one of those who wait.
// breaks: "After finish() there is no value, once all lines are out: for
//   everybody who waits, and for everybody who comes later."
// step: 2
// lesson: end-not-heard
#include <exo41-pipeline/plain_queue.hpp>

namespace exo41 {

namespace {

struct OneHearsTheEnd : plain::Buffer {
  using Buffer::Buffer;

  void finish() override {
    finished = true;
    more.ring_for_one();
  }
};

}  // namespace

std::unique_ptr<plain::Buffer> plain::make_buffer(
    const asio::any_io_executor& executor, std::size_t limit) {
  return std::make_unique<OneHearsTheEnd>(executor, limit);
}

}  // namespace exo41
