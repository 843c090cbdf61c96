// Ends its pause when a conversation has ended and given its descriptor back.
// breaks: "After an error of accept, it tries again `accept_pause` later, and
//   not sooner."
// step: 2
// lesson: accept-error-spins
#include <exo38-server/plain_door.hpp>

namespace exo38 {

namespace {

struct PauseForADescriptor : plain::Door {
  using Door::Door;

  void has_left() override {
    Door::has_left();
    pause.cancel();
  }
};

}  // namespace

asio::awaitable<void> serve(tcp::acceptor& acceptor, Handler handler) {
  return plain::serve<PauseForADescriptor>(acceptor, std::move(handler));
}

}  // namespace exo38
