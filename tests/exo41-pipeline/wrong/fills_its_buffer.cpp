// Reads until its buffer is full.
// breaks: "A byte that is there does not wait for the next one."
// step: 1
// lesson: waits-for-more
#include "pipeline.hpp"

#include <array>
#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/read.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <system_error>
#include <workbook/asio.hpp>

namespace exo41 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  try {
    std::array<char, 16 * 1024> piece;
    for (bool over = false; !over;) {
      const auto [error, size] =
          co_await asio::async_read(from, asio::buffer(piece), as_result);
      over = error == asio::error::eof;
      if (error && !over) throw std::system_error(error);
      transform(std::span(piece).first(size));
      co_await asio::async_write(to, asio::buffer(piece, size),
                                 asio::use_awaitable);
    }
    to.shutdown(tcp::socket::shutdown_send);
  } catch (...) {
    reset(from);
    reset(to);
    throw;
  }
}

}  // namespace exo41
