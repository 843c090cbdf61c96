// Cancels the accept, and leaves the port open.
// breaks: "From now on nobody is accepted: the port is closed at once."
// step: 4
// lesson: accepts-while-draining
#include <exo39-deadlines/plain_office.hpp>

namespace exo39 {

namespace {

struct PortLeftOpen : plain::Server {
  using Server::Server;

  bool is_open() override { return !draining; }
  void close_port() override {
    draining = true;
    acceptor.cancel();
  }

  bool draining = false;
};

}  // namespace

std::shared_ptr<plain::Server> plain::make_server(Given given) {
  return std::make_shared<PortLeftOpen>(std::move(given));
}

}  // namespace exo39
