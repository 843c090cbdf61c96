// Reads before it looks.
// breaks: "It returns the first line, without '\n', as soon as all of it is
//   there."
// step: 2
// lesson: waits-for-more
#include "deadlines.hpp"

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <utility>
#include <variant>
#include <workbook/asio.hpp>

namespace exo39 {

namespace {

using namespace asio::experimental::awaitable_operators;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

asio::awaitable<void> in_time(asio::awaitable<asio::error_code> work,
                              Deadline deadline) {
  asio::steady_timer timer(co_await asio::this_coro::executor, deadline);
  const auto first = co_await (std::move(work) || timer.async_wait(as_result));
  asio::error_code error;
  if (first.index() == 0) {
    error = std::get<0>(first);
  } else {
    error = std::get<0>(std::get<1>(first));
    if (!error) error = asio::error::timed_out;
  }
  if (error) throw asio::system_error(error);
}

asio::awaitable<asio::error_code> read_more(tcp::socket& socket,
                                            std::string& received) {
  std::array<char, longest_line> piece;
  const auto [error, size] =
      co_await socket.async_read_some(asio::buffer(piece), as_result);
  received.append(piece.data(), size);
  co_return error;
}

asio::awaitable<std::string> line_before(tcp::socket& socket,
                                         std::string& received,
                                         Clock::duration idle,
                                         Deadline deadline) {
  for (;;) {
    co_await in_time(read_more(socket, received),
                     std::min(deadline, after(idle)));

    const auto end = received.find('\n');
    if (end < longest_line) {
      auto line = received.substr(0, end);
      received.erase(0, end + 1);
      co_return line;
    }
    if (received.size() >= longest_line)
      throw asio::system_error(asio::error::message_size);
  }
}

}  // namespace

asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total) {
  co_return co_await line_before(socket, received, idle, after(total));
}

}  // namespace exo39
