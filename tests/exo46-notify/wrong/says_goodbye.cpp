// Closes the connection politely, and the system goes on trying.
// breaks: "When a write is not taken whole after `patience`, it breaks the
//   connection, as workbook::reset does, and returns."
// step: 4
// lesson: dead-found-late
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct SaysGoodbye : plain::Streamer {
  using Streamer::Streamer;

  void break_off() override {
    asio::error_code ignored;
    socket.close(ignored);
  }
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<SaysGoodbye>(std::move(socket), std::move(request), hub,
                                    pulse);
}

}  // namespace exo46
