// Has the end of the connection thrown.
// breaks: "When the client ends its side, or its connection breaks, it returns,
//   at once. What the client sends meanwhile is dropped. It throws nothing."
// step: 3
// lesson: broken-line-thrown
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct ThrowsTheEnd : plain::Streamer {
  using Streamer::Streamer;

  asio::awaitable<void> listen() override {
    std::array<char, 512> dropped;
    for (;;)
      co_await socket.async_read_some(asio::buffer(dropped),
                                      asio::use_awaitable);
  }
  asio::awaitable<void> run(Subscription subscription) override {
    using namespace asio::experimental::awaitable_operators;
    co_await (tell(std::move(subscription)) && listen());
  }
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<ThrowsTheEnd>(std::move(socket), std::move(request), hub,
                                     pulse);
}

}  // namespace exo46
