// For wrong answers: what pump() and pipeline() do with their two connections,
// in pieces that are right.
#pragma once

#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/error_code.hpp>
#include <asio/use_awaitable.hpp>
#include <cstddef>
#include <system_error>
#include <workbook/asio.hpp>

#include "pipeline.hpp"

namespace exo41::plain {

struct Connections {
  Connections(tcp::socket& source, tcp::socket& sink)
      : from(source), to(sink) {}
  virtual ~Connections() = default;

  // Gives the size of what it has put into `piece`, which is 0 at the end.
  virtual asio::awaitable<std::size_t> read(asio::mutable_buffer piece) {
    const auto [error, size] = co_await from.async_read_some(piece, as_result);
    if (is_end(error)) co_return 0;
    if (error) throw std::system_error(error);
    co_return size;
  }
  virtual bool is_end(asio::error_code error) {
    return error == asio::error::eof;
  }
  // No close(): bytes may still come back.
  virtual void tell_the_end() { to.shutdown(tcp::socket::shutdown_send); }
  // After a failure: nobody takes it for the end.
  virtual void break_connections() {
    reset(from);
    reset(to);
  }

  static constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

  tcp::socket& from;
  tcp::socket& to;
};

}  // namespace exo41::plain
