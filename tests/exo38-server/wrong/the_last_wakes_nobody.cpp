// Waits for the last conversation, which does not say that it has ended.
// breaks: "It returns when the last conversation has ended, and not before."
// step: 4
// lesson: never-ends
#include <exo38-server/plain_server.hpp>

namespace exo38 {

namespace {

struct TheLastWakesNobody : plain::Server {
  using Server::Server;

  void has_left() override {
    --guests;
    if (is_open()) bell.cancel();
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(tcp::acceptor& acceptor,
                                                  Handler handler,
                                                  std::size_t most) {
  return std::make_shared<TheLastWakesNobody>(acceptor, std::move(handler),
                                              most);
}

}  // namespace exo38
