// Closes the connection, and keeps what it had read from it.
// breaks: "It returns the answer to this request, whatever became of the calls
//   before."
// step: 3
// lesson: late-reply-for-the-next
#include "deadlines.hpp"

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
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

asio::awaitable<asio::error_code> connect(tcp::socket& socket,
                                          tcp::endpoint endpoint) {
  const auto [error] = co_await socket.async_connect(endpoint, as_result);
  co_return error;
}

asio::awaitable<asio::error_code> read_more(tcp::socket& socket,
                                            std::string& received) {
  std::array<char, longest_line> piece;
  const auto [error, size] =
      co_await socket.async_read_some(asio::buffer(piece), as_result);
  received.append(piece.data(), size);
  co_return error;
}

asio::awaitable<asio::error_code> write(tcp::socket& socket,
                                        const std::string& line) {
  const auto [error, size] =
      co_await asio::async_write(socket, asio::buffer(line), as_result);
  co_return error;
}

asio::awaitable<std::string> line_before(tcp::socket& socket,
                                         std::string& received,
                                         Clock::duration idle,
                                         Deadline deadline) {
  for (;;) {
    const auto end = received.find('\n');
    if (end < longest_line) {
      auto line = received.substr(0, end);
      received.erase(0, end + 1);
      co_return line;
    }
    if (received.size() >= longest_line)
      throw asio::system_error(asio::error::message_size);
    co_await in_time(read_more(socket, received),
                     std::min(deadline, after(idle)));
  }
}

}  // namespace

asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline) {
  if (Clock::now() >= deadline)
    throw asio::system_error(asio::error::timed_out);
  auto socket = std::exchange(link.socket, std::nullopt);
  auto& received = link.received;
  if (!socket) {
    socket.emplace(co_await asio::this_coro::executor);
    co_await in_time(connect(*socket, link.office), deadline);
  }
  const auto left =
      std::chrono::floor<std::chrono::milliseconds>(deadline - Clock::now());
  const auto letter = workbook::line_of({left, std::move(request)});
  co_await in_time(write(*socket, letter), deadline);
  auto answer =
      co_await line_before(*socket, received, Clock::duration::max(), deadline);
  link.socket = std::move(socket);

  co_return answer;
}

}  // namespace exo39
