// Writes, and hears nothing.
// breaks: "When the client ends its side, or its connection breaks, it returns,
//   at once. What the client sends meanwhile is dropped. It throws nothing."
// step: 3
// lesson: gone-unnoticed
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct OnlyWrites : plain::Streamer {
  using Streamer::Streamer;

  asio::awaitable<void> run(Subscription subscription) override {
    return tell(std::move(subscription));
  }
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<OnlyWrites>(std::move(socket), std::move(request), hub,
                                   pulse);
}

}  // namespace exo46
