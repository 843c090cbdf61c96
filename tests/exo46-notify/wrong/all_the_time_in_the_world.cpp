// Waits for a client as long as the network does.
// breaks: "When a write is not taken whole after `patience`, it breaks the
//   connection, as workbook::reset does, and returns."
// step: 4
// lesson: dead-found-late
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct HasAllTheTime : plain::Streamer {
  using Streamer::Streamer;

  asio::awaitable<bool> send(std::string_view text) override {
    return write(text);
  }
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<HasAllTheTime>(std::move(socket), std::move(request),
                                      hub, pulse);
}

}  // namespace exo46
