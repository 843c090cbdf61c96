// Waits until each client has sent one more request, or has left.
// breaks: "Clients for whom nothing is under way are let go at once."
// step: 4
// lesson: waits-for-the-silent
#include <exo38-server/plain_server.hpp>

namespace exo38 {

namespace {

struct WaitsForTheSilent : plain::Server {
  using Server::Server;

  void let_go(plain::Talk& talk) override { talk.last = true; }
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(tcp::acceptor& acceptor,
                                                  Handler handler,
                                                  std::size_t most) {
  return std::make_shared<WaitsForTheSilent>(acceptor, std::move(handler),
                                             most);
}

}  // namespace exo38
