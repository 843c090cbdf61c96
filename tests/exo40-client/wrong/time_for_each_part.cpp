// Allows so much time for each part: to connect, to send, to receive.
// breaks: "When the reply is not whole after `within`, counted from the
//   call, it throws asio::error::timed_out."
// step: 5
// lesson: waits-for-ever
#include "client.hpp"

#include <array>
#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <system_error>
#include <utility>

namespace exo40 {

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  const auto executor = co_await asio::this_coro::executor;
  const auto socket = std::make_shared<tcp::socket>(executor);
  asio::steady_timer limit(executor);
  const auto begin_again = [&] {
    limit.expires_after(within);
    limit.async_wait([socket](asio::error_code cancelled) {
      if (!cancelled) socket->close();
    });
  };
  begin_again();
  std::string line;
  try {
    co_await socket->async_connect(carrier, asio::use_awaitable);
    begin_again();
    query += '\n';
    co_await asio::async_write(*socket, asio::buffer(query),
                               asio::use_awaitable);
    begin_again();
    std::array<char, 256> piece;
    while (line.find('\n') == line.npos && line.size() < longest_reply)
      line.append(piece.data(), co_await socket->async_read_some(
                                    asio::buffer(piece), asio::use_awaitable));
  } catch (const std::system_error&) {
    if (socket->is_open()) throw;
    throw std::system_error(asio::error::timed_out);
  }
  const auto end = line.find('\n');
  if (end >= longest_reply) throw std::system_error(asio::error::not_found);
  line.resize(end);
  if (line.ends_with('\r')) line.pop_back();
  auto reply = workbook::reply_of(line);
  if (!reply) throw std::runtime_error("this is no reply: " + line);
  socket->close();
  co_return std::move(*reply);
}

}  // namespace exo40
