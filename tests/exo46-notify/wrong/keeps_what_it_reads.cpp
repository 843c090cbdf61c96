// Reads to the end, into a string.
// breaks: "When the client ends its side, or its connection breaks, it returns,
//   at once. What the client sends meanwhile is dropped. It throws nothing."
// step: 3
// lesson: input-piles-up
#include <asio/read.hpp>
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct KeepsWhatItReads : plain::Streamer {
  using Streamer::Streamer;

  asio::awaitable<void> listen() override {
    std::string all;
    co_await asio::async_read(socket, asio::dynamic_buffer(all),
                              plain::as_result);
  }
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<KeepsWhatItReads>(std::move(socket), std::move(request),
                                         hub, pulse);
}

}  // namespace exo46
