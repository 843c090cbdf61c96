// Sends the next one, and leaves it to the client to compare ids.
// breaks: "When notices were missed, the client is told by `gap` before the
//   next one."
// step: 3
// lesson: gap-unsaid
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct SaysNoGap : plain::Streamer {
  using Streamer::Streamer;

  std::string text_of(const News& news) override {
    return event_of(*news.notice);
  }
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<SaysNoGap>(std::move(socket), std::move(request), hub,
                                  pulse);
}

}  // namespace exo46
