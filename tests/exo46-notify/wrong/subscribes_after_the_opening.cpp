// Begins to listen when the opening is out.
// breaks: "Each notice is sent as event_of says, once, as soon as it is there
//   and the ones before it are sent: those published from now on, or, if the
//   request has a Last-Event-ID that is an Id, those after that one."
// step: 3
// lesson: event-lost
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct SubscribesLate : plain::Streamer {
  using Streamer::Streamer;

  asio::awaitable<void> tell(Subscription) override {
    bool sent = co_await send(opening);
    auto subscription = subscribe();
    std::string text;
    while (sent) {
      has_sent(text);
      text = co_await next_text(subscription);
      sent = co_await send(text);
    }
  }
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<SubscribesLate>(std::move(socket), std::move(request),
                                       hub, pulse);
}

}  // namespace exo46
