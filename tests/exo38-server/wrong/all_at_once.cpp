// Handles the requests of one client at the same time.
// breaks: "The answers come in the order of the requests."
// step: 1
// lesson: answers-out-of-order
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

asio::awaitable<void> answer(std::shared_ptr<tcp::socket> socket,
                             const Handler& handler, Request request) {
  const auto answer = co_await answer_of(handler, std::move(request));
  co_await asio::async_write(*socket, asio::buffer(answer), as_result);
}

}  // namespace

asio::awaitable<void> converse(tcp::socket own, Handler handler) {
  const auto socket = std::make_shared<tcp::socket>(std::move(own));
  std::string received;
  std::array<char, 4096> piece;
  for (;;) {
    for (;;) {
      auto front = workbook::front_of(received);
      const bool refused = front.malformed || front.size > longest_request ||
                           (!front.size && received.size() > longest_request);
      if (!refused && !front.size) break;
      received.erase(0, front.size);
      if (refused) {
        const auto sorry = workbook::failure("refused");
        co_await asio::async_write(*socket, asio::buffer(sorry), as_result);
        co_return;
      }
      asio::co_spawn(socket->get_executor(),
                     answer(socket, handler, std::move(front.request)),
                     asio::detached);
    }
    const auto [error, size] =
        co_await socket->async_read_some(asio::buffer(piece), as_result);
    if (error) co_return;
    received.append(piece.data(), size);
  }
}

}  // namespace exo38
