// Takes for a number what begins like one.
// breaks: "Each notice is sent as event_of says, once, as soon as it is there
//   and the ones before it are sent: those published from now on, or, if the
//   request has a Last-Event-ID that is an Id, those after that one."
// step: 3
// lesson: last-id-ignored
#include <exception>
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

namespace {

struct TrustsTheId : plain::Streamer {
  using Streamer::Streamer;

  std::optional<Id> last_seen() override try {
    return std::stoull(
        workbook::http::value_of(request.fields, "last-event-id"));
  } catch (const std::exception&) {
    return std::nullopt;
  }
};

}  // namespace

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  return plain::stream<TrustsTheId>(std::move(socket), std::move(request), hub,
                                    pulse);
}

}  // namespace exo46
