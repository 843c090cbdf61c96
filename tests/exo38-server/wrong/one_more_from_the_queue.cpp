// Closes the port when the last place is free again, and lets in who waited.
// breaks: "From now on nobody is accepted: the port is closed at once."
// step: 4
// lesson: accepts-while-stopping
#include <exo38-server/plain_server.hpp>

namespace exo38 {

namespace {

struct OneMoreFromTheQueue : plain::Server {
  using Server::Server;

  void close_port() override {
    stopped = true;
    if (has_room()) acceptor.close();
  }
  void has_left() override {
    if (stopped) acceptor.close();
    Server::has_left();
  }

  bool stopped = false;
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(tcp::acceptor& acceptor,
                                                  Handler handler,
                                                  std::size_t most) {
  return std::make_shared<OneMoreFromTheQueue>(acceptor, std::move(handler),
                                               most);
}

}  // namespace exo38
