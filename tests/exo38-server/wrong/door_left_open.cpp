// Stops to accept, but leaves the port open.
// breaks: "From now on nobody is accepted: the port is closed at once."
// step: 4
// lesson: accepts-while-stopping
#include <exo38-server/plain_server.hpp>

namespace exo38 {

namespace {

struct DoorLeftOpen : plain::Server {
  using Server::Server;

  void close_port() override {
    stopped = true;
    acceptor.cancel();
  }
  bool is_open() override { return !stopped; }

  bool stopped = false;
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(tcp::acceptor& acceptor,
                                                  Handler handler,
                                                  std::size_t most) {
  return std::make_shared<DoorLeftOpen>(acceptor, std::move(handler), most);
}

}  // namespace exo38
