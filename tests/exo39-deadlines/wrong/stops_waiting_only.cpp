// Stops waiting for the read, which goes on.
// breaks: "When it has ended, it neither reads from the socket nor disturbs who
//   does."
// step: 2
// lesson: read-still-running
#include <array>
#include <asio/any_io_executor.hpp>
#include <asio/buffer.hpp>
#include <asio/steady_timer.hpp>
#include <exo39-deadlines/plain_line.hpp>
#include <memory>
#include <optional>

namespace exo39 {

namespace {

struct Read {
  explicit Read(const asio::any_io_executor& executor) : bell(executor) {}
  asio::steady_timer bell;
  std::optional<asio::error_code> result;
  std::array<char, longest_line> piece;
};

struct StopsWaitingOnly : plain::Reading {
  using Reading::Reading;

  asio::awaitable<void> wait_for_more() override {
    const auto read = std::make_shared<Read>(socket.get_executor());
    read->bell.expires_at(until());
    socket.async_read_some(
        asio::buffer(read->piece),
        [read, &received = received](asio::error_code error, std::size_t size) {
          read->result = error;
          received.append(read->piece.data(), size);
          read->bell.cancel();
        });
    const auto [error] = co_await read->bell.async_wait(plain::as_result);
    if (!read->result && error) throw asio::system_error(error);
    if (!read->result) throw asio::system_error(asio::error::timed_out);
    if (*read->result) throw asio::system_error(*read->result);
  }
};

}  // namespace

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  return plain::line_before<StopsWaitingOnly>(socket, received, idle,
                                              after(total));
}

}  // namespace exo39
