// Waits until somebody has taken the line.
// breaks: "It does not wait for the line to be pulled."
// step: 2
// lesson: push-waits-too-long
#include <exo41-pipeline/plain_queue.hpp>

namespace exo41 {

namespace {

struct HandToHand : plain::Buffer {
  using Buffer::Buffer;

  asio::awaitable<void> push(std::string line) override {
    co_await Buffer::push(std::move(line));
    while (!lines.empty()) co_await less.hear();
  }
};

}  // namespace

std::unique_ptr<plain::Buffer> plain::make_buffer(
    const asio::any_io_executor& executor, std::size_t limit) {
  return std::make_unique<HandToHand>(executor, limit);
}

}  // namespace exo41
