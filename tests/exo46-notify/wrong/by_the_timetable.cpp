// Sends a heartbeat by a timetable, whatever was sent meanwhile.
// breaks: "When nothing was sent for `beat` since the last write was done, it
//   sends a `heartbeat`, and no sooner."
// step: 4
// lesson: off-beat
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct ByTheTimetable : plain::Streamer {
  using Streamer::Streamer;

  void has_sent(std::string_view text) override {
    if (text == opening || text == heartbeat) Streamer::has_sent(text);
  }
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<ByTheTimetable>(std::move(socket), std::move(request),
                                       hub, pulse);
}

}  // namespace exo46
