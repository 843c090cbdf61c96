// Sends what there is room for.
// breaks: "Each notice is sent as event_of says, once, as soon as it is there
//   and the ones before it are sent: those published from now on, or, if the
//   request has a Last-Event-ID that is an Id, those after that one."
// step: 3
// lesson: event-lost
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct SendsAPart : plain::Streamer {
  using Streamer::Streamer;

  asio::awaitable<bool> write(std::string_view text) override {
    const auto [error, size] =
        co_await socket.async_write_some(asio::buffer(text), plain::as_result);
    co_return !error;
  }
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<SendsAPart>(std::move(socket), std::move(request), hub,
                                   pulse);
}

}  // namespace exo46
