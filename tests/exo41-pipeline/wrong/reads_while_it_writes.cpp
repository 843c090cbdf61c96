// One coroutine reads, another one writes, and what is between them has no
// limit.
// breaks: "It keeps no more than `most_kept`, also while `to` takes
//   nothing."
// step: 1
// lesson: slow-sink-ignored
#include "pipeline.hpp"

#include <array>
#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <deque>
#include <system_error>
#include <workbook/asio.hpp>

namespace exo41 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

using asio::experimental::awaitable_operators::operator&&;

struct Pile {
  explicit Pile(asio::any_io_executor executor)
      : bell(executor, asio::steady_timer::time_point::max()) {}
  std::deque<std::string> pieces;
  bool over = false;
  asio::steady_timer bell;
};

asio::awaitable<void> read(tcp::socket& from, Transform& transform,
                           Pile& pile) {
  std::array<char, 16 * 1024> piece;
  for (;;) {
    const auto [error, size] =
        co_await from.async_read_some(asio::buffer(piece), as_result);
    if (error == asio::error::eof) break;
    if (error) throw std::system_error(error);
    transform(std::span(piece).first(size));
    pile.pieces.emplace_back(piece.data(), size);
    pile.bell.cancel();
  }
  pile.over = true;
  pile.bell.cancel();
}

asio::awaitable<void> write(tcp::socket& to, Pile& pile) {
  for (;;) {
    while (pile.pieces.empty() && !pile.over)
      co_await pile.bell.async_wait(as_result);
    if (pile.pieces.empty()) break;
    co_await asio::async_write(to, asio::buffer(pile.pieces.front()),
                               asio::use_awaitable);
    pile.pieces.pop_front();
  }
  to.shutdown(tcp::socket::shutdown_send);
}

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  try {
    Pile pile(co_await asio::this_coro::executor);
    co_await (read(from, transform, pile) && write(to, pile));

  } catch (...) {
    reset(from);
    reset(to);
    throw;
  }
}

}  // namespace exo41
