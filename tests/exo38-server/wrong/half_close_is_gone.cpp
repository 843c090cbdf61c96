// Gives up on an answer when the client sends no more.
// breaks: "A client that sends no more gets all its answers; then the
//   connection is closed."
// step: 1
// lesson: half-close-is-not-goodbye
#include "server.hpp"

#include <array>
#include <asio/awaitable.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/awaitable_operators.hpp>
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

// Ends when the client has ended its side.
asio::awaitable<void> gone(tcp::socket& socket) {
  co_await socket.async_wait(tcp::socket::wait_read, as_result);
  if (socket.available() == 0) co_return;
  asio::steady_timer never(socket.get_executor(),
                           asio::steady_timer::time_point::max());
  co_await never.async_wait(asio::use_awaitable);
}

}  // namespace

using namespace asio::experimental::awaitable_operators;

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  std::string received;
  std::array<char, 4096> piece;
  for (;;) {
    for (;;) {
      auto front = workbook::front_of(received);
      const bool refused = front.malformed || front.size > longest_request ||
                           (!front.size && received.size() > longest_request);
      if (!refused && !front.size) break;
      received.erase(0, front.size);
      std::string answer = workbook::failure("refused");
      if (!refused) {
        auto result = co_await (answer_of(handler, std::move(front.request)) ||
                                gone(socket));
        if (result.index() == 1) co_return;
        answer = std::get<0>(std::move(result));
      }
      const auto [error, size] =
          co_await asio::async_write(socket, asio::buffer(answer), as_result);
      if (error || refused) co_return;
    }
    const auto [error, size] =
        co_await socket.async_read_some(asio::buffer(piece), as_result);
    if (error) co_return;
    received.append(piece.data(), size);
  }
}

}  // namespace exo38
