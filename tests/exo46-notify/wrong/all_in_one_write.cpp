// Puts all that is there together, and writes it in one go.
// breaks: "For a client that does not read, it holds one notice, besides those
//   that the hub keeps, however many of them are there for it."
// step: 3
// lesson: second-queue
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct AllInOneWrite : plain::Streamer {
  using Streamer::Streamer;

  asio::awaitable<void> tell(Subscription subscription) override {
    using namespace asio::experimental::awaitable_operators;
    std::string text(opening);
    while (co_await send(text)) {
      has_sent(text);
      text = co_await next_text(subscription);
      for (bool more = text != heartbeat; more;) {
        asio::steady_timer now(socket.get_executor(), std::chrono::seconds(0));
        const auto first =
            co_await (subscription.next() || now.async_wait(plain::as_result));
        more = first.index() == 0;
        if (more) text += text_of(std::get<0>(first));
      }
    }
  }
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<AllInOneWrite>(std::move(socket), std::move(request),
                                      hub, pulse);
}

}  // namespace exo46
