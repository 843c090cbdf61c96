// Sends one heartbeat in a silence, however long it is.
// breaks: "When nothing was sent for `beat` since the last write was done, it
//   sends a `heartbeat`, and no sooner."
// step: 4
// lesson: off-beat
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct OneBeatIsEnough : plain::Streamer {
  using Streamer::Streamer;

  void has_sent(std::string_view text) override {
    if (text == heartbeat)
      beat.expires_at(asio::steady_timer::time_point::max());
    else
      Streamer::has_sent(text);
  }
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<OneBeatIsEnough>(std::move(socket), std::move(request),
                                        hub, pulse);
}

}  // namespace exo46
