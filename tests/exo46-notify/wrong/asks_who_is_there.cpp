// Asks for the address of its client, which may have gone already.
// breaks: "When the client ends its side, or its connection breaks, it returns,
//   at once. What the client sends meanwhile is dropped. It throws nothing."
// step: 3
// lesson: broken-line-thrown
#include "notify.hpp"

namespace exo46 {
asio::awaitable<void> reference_stream(tcp::socket socket, Request request,
                                       Hub& hub, Pulse pulse);
}

#define stream reference_stream
#include <solutions/exo46-notify/notify.cpp>
#undef stream

namespace exo46 {

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub) {
  // For a log, say.
  const auto who = socket.remote_endpoint();
  if (who.port() == 0) co_return;
  co_await reference_stream(std::move(socket), std::move(request), hub);
}

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse) {
  co_await reference_stream(std::move(socket), std::move(request), hub, pulse);
}

}  // namespace exo46
