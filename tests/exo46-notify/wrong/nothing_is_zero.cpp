// Takes for 0 what is no number, and a field that is not there.
// breaks: "Each notice is sent as event_of says, once, as soon as it is there
//   and the ones before it are sent: those published from now on, or, if the
//   request has a Last-Event-ID that is an Id, those after that one."
// step: 3
// lesson: last-id-ignored
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct NothingIsZero : plain::Streamer {
  using Streamer::Streamer;

  std::optional<Id> last_seen() override {
    return Streamer::last_seen().value_or(0);
  }
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<NothingIsZero>(std::move(socket), std::move(request),
                                      hub, pulse);
}

}  // namespace exo46
