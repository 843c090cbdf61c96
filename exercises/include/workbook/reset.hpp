// reset(socket) breaks a connection: its other end sees an error. After a plain
// close() it would see the end of the bytes, as when all was well.
#pragma once

#include <asio/error_code.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/socket_base.hpp>

namespace workbook {

inline void reset(asio::ip::tcp::socket& socket) {
  // To linger for 0 seconds means: throw away what is on its way, and send a
  // reset. A socket that is closed or broken already is fine, too.
  asio::error_code ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

}  // namespace workbook
