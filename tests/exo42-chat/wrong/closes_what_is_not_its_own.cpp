// Closes the socket when all is sent.
// breaks: "The socket stays open."
// step: 1
// lesson: last-words-lost
#include "chat.hpp"

#include <asio/buffer.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <utility>
#include <workbook/asio.hpp>

namespace exo42 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

}  // namespace

struct Outbox::State {
  explicit State(tcp::socket& own)
      : socket(own),
        bell(own.get_executor(), asio::steady_timer::time_point::max()) {}

  tcp::socket& socket;
  asio::steady_timer bell;  // rings when there is something to send, or no more
  std::string waiting;
  std::string sending;
  bool open = true;
};

Outbox::Outbox(tcp::socket& socket) : state_(std::make_shared<State>(socket)) {}

bool Outbox::put(std::string_view line) {
  auto& it = *state_;
  if (!it.open) return false;
  if (it.waiting.size() + it.sending.size() + line.size() > most_waiting) {
    close();
    asio::error_code ignored;
    it.socket.close(ignored);
    return false;
  }
  it.waiting += line;
  it.bell.cancel();
  return true;
}

asio::awaitable<void> Outbox::send() {
  const auto it = state_;
  for (;;) {
    while (it->waiting.empty() && it->open)
      co_await it->bell.async_wait(as_result);
    if (it->waiting.empty()) {
      asio::error_code ignored;
      it->socket.close(ignored);
      co_return;
    }
    it->sending = std::exchange(it->waiting, {});
    const auto [error, size] = co_await asio::async_write(
        it->socket, asio::buffer(it->sending), as_result);
    it->sending.clear();
    if (error) {
      it->open = false;
      co_return;
    }
  }
}

void Outbox::close() {
  state_->open = false;
  state_->bell.cancel();
}

}  // namespace exo42
