// Without a pulse, it takes the usual one: who sleeps for a while is let go.
// breaks: "Each notice is sent as event_of says, once, as soon as it is there
//   and the ones before it are sent: those published from now on, or, if the
//   request has a Last-Event-ID that is an Id, those after that one."
// step: 3
// lesson: gone-unnoticed
#include "notify.hpp"

#include <utility>

namespace exo46 {

asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub) {
  co_await stream(std::move(socket), std::move(request), hub, Pulse());
}

}  // namespace exo46
