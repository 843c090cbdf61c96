// Takes a second stop() for a reason to hurry.
// breaks: "The answers under way arrive whole; then their connections are
//   closed."
// step: 4
// lesson: stop-cuts-answers
#include <exo38-server/plain_server.hpp>

namespace exo38 {

namespace {

struct CutsAtTheSecondStop : plain::Server {
  using Server::Server;

  void let_go(plain::Talk& talk) override {
    if (talk.idle || talk.last) talk.socket.cancel();
    talk.last = true;
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(tcp::acceptor& acceptor,
                                                  Handler handler,
                                                  std::size_t most) {
  return std::make_shared<CutsAtTheSecondStop>(acceptor, std::move(handler),
                                               most);
}

}  // namespace exo38
