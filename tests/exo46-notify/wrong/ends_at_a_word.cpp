// Reads once, and takes whatever comes for the end.
// breaks: "When the client ends its side, or its connection breaks, it returns,
//   at once. What the client sends meanwhile is dropped. It throws nothing."
// step: 3
// lesson: gone-unnoticed
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct EndsAtAWord : plain::Streamer {
  using Streamer::Streamer;

  asio::awaitable<void> listen() override {
    std::array<char, 512> dropped;
    co_await socket.async_read_some(asio::buffer(dropped), plain::as_result);
  }
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<EndsAtAWord>(std::move(socket), std::move(request), hub,
                                    pulse);
}

}  // namespace exo46
