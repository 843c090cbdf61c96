// Stops waiting for the read, which goes on.
// breaks: "When it has ended, it neither reads from the socket nor disturbs who
//   does."
// step: 2
// lesson: read-still-running
#include "deadlines.hpp"

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <workbook/asio.hpp>

namespace exo39 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

struct Reading {
  explicit Reading(const asio::any_io_executor& executor) : bell(executor) {}
  asio::steady_timer bell;
  std::optional<asio::error_code> result;
  std::array<char, longest_line> piece;
};

}  // namespace

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  const auto deadline = after(total);
  for (;;) {
    const auto end = received.find('\n');
    if (end < longest_line) {
      auto line = received.substr(0, end);
      received.erase(0, end + 1);
      co_return line;
    }
    if (received.size() >= longest_line)
      throw asio::system_error(asio::error::message_size);
    const auto reading = std::make_shared<Reading>(socket.get_executor());
    reading->bell.expires_at(std::min(deadline, after(idle)));
    socket.async_read_some(
        asio::buffer(reading->piece),
        [reading, &received](asio::error_code error, std::size_t size) {
          reading->result = error;
          received.append(reading->piece.data(), size);
          reading->bell.cancel();
        });
    const auto [error] = co_await reading->bell.async_wait(as_result);
    if (!reading->result && error) throw asio::system_error(error);
    if (!reading->result) throw asio::system_error(asio::error::timed_out);
    if (*reading->result) throw asio::system_error(*reading->result);
  }
}
}  // namespace exo39
