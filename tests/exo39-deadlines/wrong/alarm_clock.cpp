// Sets an alarm that cancels the socket, and leaves it behind.
// breaks: "When it has ended, it neither reads from the socket nor disturbs who
//   does."
// step: 2
// lesson: timer-left-running
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

asio::awaitable<asio::error_code> read_more(tcp::socket& socket,
                                            std::string& received) {
  std::array<char, longest_line> piece;
  const auto [error, size] =
      co_await socket.async_read_some(asio::buffer(piece), as_result);
  received.append(piece.data(), size);
  co_return error;
}

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
    const auto rung = std::make_shared<bool>(false);
    asio::steady_timer alarm(socket.get_executor(),
                             std::min(deadline, after(idle)));
    alarm.async_wait([rung, &socket](asio::error_code error) {
      if (error) return;
      *rung = true;
      socket.cancel();
    });
    const auto error = co_await read_more(socket, received);
    if (error)
      throw asio::system_error(*rung ? make_error_code(asio::error::timed_out)
                                     : error);
  }
}
}  // namespace exo39
