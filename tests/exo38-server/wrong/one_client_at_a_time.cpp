// Converses with one client before it accepts the next one.
// breaks: "All clients are served at the same time: one that is silent, slow or
//   deaf holds up nobody."
// step: 2
// lesson: one-at-a-time
#include <exo38-server/plain_door.hpp>

namespace exo38 {

namespace {

struct OneClientAtATime : plain::Door {
  using Door::Door;

  asio::awaitable<void> welcome(tcp::socket socket) override {
    return converse(std::move(socket), handler);
  }
};

}  // namespace

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  return plain::serve<OneClientAtATime>(acceptor, std::move(handler));
}

}  // namespace exo38
