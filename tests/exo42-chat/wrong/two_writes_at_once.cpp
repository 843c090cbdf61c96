// Writes each line as soon as it is put in.
// breaks: "There is never more than one write on the socket at the same time."
// step: 1
// lesson: two-writes-at-once
#include "chat.hpp"

#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/socket_base.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
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

struct Outbox::State {
  explicit State(tcp::socket& own)
      : socket(own),
        bell(own.get_executor(), asio::steady_timer::time_point::max()) {}

  tcp::socket& socket;
  asio::steady_timer bell;  // rings when there is something to send, or no more
  std::size_t left = 0;
  bool open = true;

  static asio::awaitable<void> write_one(std::shared_ptr<State> it,
                                         std::string line);
};

Outbox::Outbox(tcp::socket& socket) : state_(std::make_shared<State>(socket)) {}

asio::awaitable<void> Outbox::State::write_one(std::shared_ptr<State> it,
                                               std::string line) {
  const auto [error, size] =
      co_await asio::async_write(it->socket, asio::buffer(line), as_result);
  it->left -= line.size();
  if (error) it->open = false;
  if (!it->left || error) it->bell.cancel();
}

bool Outbox::put(std::string_view line) {
  auto& it = *state_;
  if (!it.open) return false;
  if (it.left + line.size() > most_waiting) {
    close();
    cut(it.socket);
    return false;
  }
  it.left += line.size();
  asio::co_spawn(it.socket.get_executor(),
                 State::write_one(state_, std::string(line)), asio::detached);
  return true;
}

asio::awaitable<void> Outbox::send() {
  const auto it = state_;
  while (it->open || it->left) co_await it->bell.async_wait(as_result);
}

void Outbox::close() {
  state_->open = false;
  state_->bell.cancel();
}

}  // namespace exo42
