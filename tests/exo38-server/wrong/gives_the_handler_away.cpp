// Moves the handler into the first conversation.
// breaks: "All clients are served at the same time"
// step: 2
// lesson: handler-given-away
#include <exo38-server/plain_door.hpp>

namespace exo38 {

namespace {

struct GivesTheHandlerAway : plain::Door {
  using Door::Door;

  asio::awaitable<void> talk_with(tcp::socket socket) override {
    return converse(std::move(socket), std::move(handler));
  }
};

}  // namespace

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  return plain::serve<GivesTheHandlerAway>(acceptor, std::move(handler));
}

}  // namespace exo38
