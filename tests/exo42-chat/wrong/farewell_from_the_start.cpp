// The farewell begins with the session, and not with the end of its client.
// breaks: "What waits for it is
//   still sent, for `farewell` at most"
// step: 3
// lesson: last-words-lost
#include "chat.hpp"

#include <asio/buffer.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/read_until.hpp>
#include <asio/socket_base.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <utility>
#include <workbook/asio.hpp>

namespace exo42 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

void cut(tcp::socket& socket) {
  asio::error_code ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

}  // namespace

namespace {

asio::awaitable<void> listen(tcp::socket& socket, Outbox& outbox, Room& room) {
  std::string received;
  bool joined = false;
  outbox.put(ask_name);
  for (;;) {
    const auto [error, size] = co_await asio::async_read_until(
        socket, asio::dynamic_buffer(received, longest_line + 2), '\n',
        as_result);
    if (error) break;
    auto line = received.substr(0, size - 1);
    received.erase(0, size);
    if (line.ends_with('\r')) line.pop_back();
    if (line.size() > longest_line) break;
    if (joined)
      room.say(outbox, line);
    else if (is_name(line) && room.join(line, outbox))
      joined = true;
    else
      outbox.put(ask_again);
  }
  room.leave(outbox);
  outbox.close();
}

asio::awaitable<void> listen_and_part(tcp::socket& socket, Outbox& outbox,
                                      Room& room) {
  asio::steady_timer patience(socket.get_executor(), farewell);
  co_await listen(socket, outbox, room);
  const auto [error] = co_await patience.async_wait(as_result);
  if (!error) cut(socket);
}

}  // namespace

asio::awaitable<void> session(tcp::socket socket, Room& room) {
  using namespace asio::experimental::awaitable_operators;
  asio::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  Outbox outbox(socket);
  co_await (listen_and_part(socket, outbox, room) || outbox.send());
}

}  // namespace exo42
