// Asks for the address of its client, which may have gone already.
// breaks: "When the client ends its side, or its connection breaks, it returns,
//   at once. What the client sends meanwhile is dropped. It throws nothing."
// step: 3
// lesson: broken-line-thrown
#include <exo46-notify/plain_stream.hpp>

namespace exo46 {

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  // For a log, say.
  const auto who = socket.remote_endpoint();
  if (who.port() == 0) co_return;
  co_await plain::stream<plain::Streamer>(std::move(socket), std::move(request),
                                          hub, pulse);
}

}  // namespace exo46
