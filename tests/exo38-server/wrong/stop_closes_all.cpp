// Closes every connection at stop().
// breaks: "The answers under way arrive whole; then their connections are
//   closed."
// step: 4
// lesson: stop-cuts-answers
#include <exo38-server/plain_server.hpp>

namespace exo38 {

namespace {

struct StopClosesAll : plain::Server {
  using Server::Server;

  void let_go(plain::Talk& talk) override {
    talk.last = true;
    talk.socket.close();
  }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(tcp::acceptor& acceptor,
                                                  Handler handler,
                                                  std::size_t most) {
  return std::make_shared<StopClosesAll>(acceptor, std::move(handler), most);
}

}  // namespace exo38
