// Takes its cancellation for the end.
// breaks: "Cancelled, it throws `asio::error::operation_aborted`."
// step: 1
// lesson: deaf-to-cancellation
#include "pipeline.hpp"

#include <array>
#include <asio/buffer.hpp>
#include <asio/error.hpp>
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
    for (;;) {
      const auto [error, size] =
          co_await from.async_read_some(asio::buffer(piece), as_result);
      if (error == asio::error::eof || error == asio::error::operation_aborted)
        break;
      if (error) throw std::system_error(error);
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
