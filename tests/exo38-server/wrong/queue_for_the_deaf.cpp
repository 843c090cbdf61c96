// Puts the answers into a queue for a second coroutine, and reads on.
// breaks: "It keeps no more than `most_kept` allows"
// step: 1
// lesson: heap-for-the-deaf
#include "server.hpp"

#include <array>
#include <asio/awaitable.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <deque>
#include <exception>
#include <memory>
#include <utility>
#include <workbook/asio.hpp>

namespace exo38 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

asio::awaitable<std::string> answer_of(const Handler& handler,
                                       Request request) {
  try {
    co_return co_await handler(std::move(request));
  } catch (const std::exception& error) {
    co_return workbook::failure(error.what());
  } catch (...) {
    co_return workbook::failure("unknown failure");
  }
}

struct Outbox {
  explicit Outbox(tcp::socket own)
      : socket(std::move(own)),
        bell(socket.get_executor(), asio::steady_timer::time_point::max()) {}
  tcp::socket socket;
  asio::steady_timer bell;
  std::deque<std::string> answers;
  bool last = false;
};

asio::awaitable<void> send(std::shared_ptr<Outbox> outbox) {
  for (;;) {
    while (!outbox->answers.empty()) {
      const auto [error, size] = co_await asio::async_write(
          outbox->socket, asio::buffer(outbox->answers.front()), as_result);
      if (error) co_return;
      outbox->answers.pop_front();
    }
    if (outbox->last) co_return;
    co_await outbox->bell.async_wait(as_result);
  }
}

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  const auto outbox = std::make_shared<Outbox>(std::move(socket));
  asio::co_spawn(outbox->socket.get_executor(), send(outbox), asio::detached);
  std::string received;
  std::array<char, 4096> piece;
  while (!outbox->last) {
    auto front = workbook::front_of(received);
    if (front.malformed || front.size > longest_request ||
        (!front.size && received.size() > longest_request)) {
      outbox->answers.push_back(workbook::failure("refused"));
      outbox->last = true;
    } else if (front.size) {
      received.erase(0, front.size);
      outbox->answers.push_back(
          co_await answer_of(handler, std::move(front.request)));
    } else {
      const auto [error, size] = co_await outbox->socket.async_read_some(
          asio::buffer(piece), as_result);
      if (error) outbox->last = true;
      received.append(piece.data(), size);
    }
    outbox->bell.cancel();
  }
}

}  // namespace exo38
