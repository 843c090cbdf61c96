// Sends the opening together with the first notice.
// breaks: "The answer begins at once, with `opening`."
// step: 3
// lesson: opening-late
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct OpensWithTheFirst : plain::Streamer {
  using Streamer::Streamer;

  asio::awaitable<void> tell(Subscription subscription) override {
    beat.expires_after(pulse.beat);
    auto text = co_await next_text(subscription);
    text.insert(0, opening);
    while (co_await send(text)) {
      has_sent(text);
      text = co_await next_text(subscription);
    }
  }
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<OpensWithTheFirst>(std::move(socket), std::move(request),
                                          hub, pulse);
}

}  // namespace exo46
