// Reads on while it waits for the client to read, and keeps the requests.
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

struct Inbox {
  explicit Inbox(tcp::socket own)
      : socket(std::move(own)),
        bell(socket.get_executor(), asio::steady_timer::time_point::max()) {}
  tcp::socket socket;
  asio::steady_timer bell;
  std::deque<Request> requests;
  bool ended = false;
  bool refused = false;
};

asio::awaitable<void> receive(std::shared_ptr<Inbox> inbox) {
  std::string received;
  std::array<char, 4096> piece;
  while (!inbox->ended) {
    auto front = workbook::front_of(received);
    if (front.malformed || front.size > longest_request ||
        (!front.size && received.size() > longest_request)) {
      inbox->ended = inbox->refused = true;
    } else if (front.size) {
      received.erase(0, front.size);
      inbox->requests.push_back(std::move(front.request));
    } else {
      const auto [error, size] = co_await inbox->socket.async_read_some(
          asio::buffer(piece), as_result);
      if (error) inbox->ended = true;
      received.append(piece.data(), size);
    }
    inbox->bell.cancel();
  }
}

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  const auto inbox = std::make_shared<Inbox>(std::move(socket));
  asio::co_spawn(inbox->socket.get_executor(), receive(inbox), asio::detached);
  for (;;) {
    while (inbox->requests.empty() && !inbox->ended)
      co_await inbox->bell.async_wait(as_result);
    std::string answer;
    const bool last = inbox->requests.empty();
    if (!last) {
      auto request = std::move(inbox->requests.front());
      inbox->requests.pop_front();
      answer = co_await answer_of(handler, std::move(request));
    } else if (inbox->refused) {
      answer = workbook::failure("refused");
    } else {
      co_return;
    }
    const auto [error, size] = co_await asio::async_write(
        inbox->socket, asio::buffer(answer), as_result);
    if (error || last) break;
  }
  inbox->socket.close();
}

}  // namespace exo38
