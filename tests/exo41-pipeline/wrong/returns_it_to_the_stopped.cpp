// Told to stop while a line comes, returns the line to a caller who is stopped.
// breaks: "If it throws, it has taken nothing: cancelled while it waits, it
//   throws `asio::error::operation_aborted`."
// step: 2
// lesson: lost-on-cancel
#include <exo41-pipeline/plain_queue.hpp>

namespace exo41 {

namespace {

struct ReturnsItToTheStopped : plain::Buffer {
  using Buffer::Buffer;

  asio::awaitable<void> wait_for_line() override { co_await more.wait(); }
};

}  // namespace

std::unique_ptr<plain::Buffer> plain::make_buffer(
    const asio::any_io_executor& executor, std::size_t limit) {
  return std::make_unique<ReturnsItToTheStopped>(executor, limit);
}

}  // namespace exo41
