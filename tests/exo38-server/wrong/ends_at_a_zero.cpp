// Sends what an answer is as a C string.
// breaks: "Each answer arrives whole, however little the network takes at
//   once."
// step: 1
// lesson: changed-on-the-way
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
#include <cstring>
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

}  // namespace

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
      if (!refused)
        answer = co_await answer_of(handler, std::move(front.request));
      const auto [error, size] = co_await asio::async_write(
          socket, asio::buffer(answer.c_str(), std::strlen(answer.c_str())),
          as_result);
      if (error || refused) co_return;
    }
    const auto [error, size] =
        co_await socket.async_read_some(asio::buffer(piece), as_result);
    if (error) co_return;
    received.append(piece.data(), size);
  }
}

}  // namespace exo38
