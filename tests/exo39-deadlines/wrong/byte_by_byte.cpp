// Reads a byte, with a timer, and another one, with another timer.
// breaks: "What has arrived together is read together: a line that is there
//   costs at most 3 reads."
// step: 2
// lesson: timer-per-byte
#include <asio/buffer.hpp>
#include <exo39-deadlines/plain_line.hpp>

namespace exo39 {

namespace {

struct ByteByByte : plain::Reading {
  using Reading::Reading;

  asio::awaitable<asio::error_code> read_more() override {
    char byte = 0;
    const auto [error, size] = co_await socket.async_read_some(
        asio::buffer(&byte, 1), plain::as_result);
    received.append(&byte, size);
    co_return error;
  }
};

}  // namespace

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  return plain::line_before<ByteByByte>(socket, received, idle, after(total));
}

}  // namespace exo39
