// Begins with what is new, whoever comes.
// breaks: "Each notice is sent as event_of says, once, as soon as it is there
//   and the ones before it are sent: those published from now on, or, if the
//   request has a Last-Event-ID that is an Id, those after that one."
// step: 3
// lesson: last-id-ignored
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct EveryTimeFromNow : plain::Streamer {
  using Streamer::Streamer;

  std::optional<Id> last_seen() override { return std::nullopt; }
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<EveryTimeFromNow>(std::move(socket), std::move(request),
                                         hub, pulse);
}

}  // namespace exo46
