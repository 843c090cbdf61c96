// Told to stop, puts the line in all the same.
// breaks: "Cancelled while it waits, it throws
//   `asio::error::operation_aborted`, and the line does not go in."
// step: 2
// lesson: deaf-to-cancellation
#include <exo41-pipeline/plain_queue.hpp>

namespace exo41 {

namespace {

struct InAllTheSame : plain::Buffer {
  using Buffer::Buffer;

  asio::awaitable<void> wait_for_room(const std::string& line) override {
    try {
      co_await Buffer::wait_for_room(line);
    } catch (const std::system_error&) {
    }
  }
};

}  // namespace

std::unique_ptr<plain::Buffer> plain::make_buffer(
    const asio::any_io_executor& executor, std::size_t limit) {
  return std::make_unique<InAllTheSame>(executor, limit);
}

}  // namespace exo41
